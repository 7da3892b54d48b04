package mesh.telemetry.attribute;

import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags.Unauthorized;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Envoy's response flags as one number, a bit for each. Immutable.
 *
 * @param bits of {@link Flag#bit()}
 */
public record ResponseFlags(int bits) {

  public static final ResponseFlags NONE = new ResponseFlags(0);

  /** Flags with which nothing has reached the upstream. */
  private static final int NOT_SENT =
      Flag.UF.bit()
          | Flag.UH.bit()
          | Flag.UO.bit()
          | Flag.NR.bit()
          | Flag.NC.bit()
          | Flag.DF.bit()
          | Flag.URX.bit()
          | Flag.RL.bit()
          | Flag.UAEX.bit()
          | Flag.FI.bit();

  /** Flags with which the upstream is to blame, or the way to it. */
  private static final int UNREACHABLE =
      Flag.UF.bit()
          | Flag.UH.bit()
          | Flag.UO.bit()
          | Flag.NC.bit()
          | Flag.DF.bit()
          | Flag.URX.bit();

  private static final int MOST_TEXTS = 4096;
  private static final Map<Integer, String> TEXTS = new ConcurrentHashMap<>();

  /** By the short names that Envoy logs. */
  public enum Flag {
    UH,
    UF,
    UO,
    NR,
    URX,
    NC,
    DT,
    LH,
    UT,
    LR,
    UR,
    UC,
    DI,
    FI,
    RL,
    UAEX,
    RLSE,
    DC,
    SI,
    IH,
    DPE,
    UMSDR,
    RFCF,
    NFCF,
    UPE,
    OM,
    DF,
    DR;

    int bit() {
      return 1 << ordinal();
    }
  }

  /** Reads them from an entry. */
  static ResponseFlags of(io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags from) {
    int bits =
        bit(from.getNoHealthyUpstream(), Flag.UH)
            | bit(from.getUpstreamConnectionFailure(), Flag.UF)
            | bit(from.getUpstreamOverflow(), Flag.UO)
            | bit(from.getNoRouteFound(), Flag.NR)
            | bit(from.getUpstreamRetryLimitExceeded(), Flag.URX)
            | bit(from.getNoClusterFound(), Flag.NC)
            | bit(from.getDurationTimeout(), Flag.DT)
            | bit(from.getFailedLocalHealthcheck(), Flag.LH)
            | bit(from.getUpstreamRequestTimeout(), Flag.UT)
            | bit(from.getLocalReset(), Flag.LR)
            | bit(from.getUpstreamRemoteReset(), Flag.UR)
            | bit(from.getUpstreamConnectionTermination(), Flag.UC)
            | bit(from.getDelayInjected(), Flag.DI)
            | bit(from.getFaultInjected(), Flag.FI)
            | bit(from.getRateLimited(), Flag.RL)
            | bit(isRefused(from), Flag.UAEX)
            | bit(from.getRateLimitServiceError(), Flag.RLSE)
            | bit(from.getDownstreamConnectionTermination(), Flag.DC)
            | bit(from.getStreamIdleTimeout(), Flag.SI)
            | bit(from.getInvalidEnvoyRequestHeaders(), Flag.IH)
            | bit(from.getDownstreamProtocolError(), Flag.DPE)
            | bit(from.getUpstreamMaxStreamDurationReached(), Flag.UMSDR)
            | bit(from.getResponseFromCacheFilter(), Flag.RFCF)
            | bit(from.getNoFilterConfigFound(), Flag.NFCF)
            | bit(from.getUpstreamProtocolError(), Flag.UPE)
            | bit(from.getOverloadManager(), Flag.OM)
            | bit(from.getDnsResolutionFailure(), Flag.DF)
            | bit(from.getDownstreamRemoteReset(), Flag.DR);
    return bits == 0 ? NONE : new ResponseFlags(bits);
  }

  /** Whether this one is set. */
  public boolean has(Flag flag) {
    return (bits & flag.bit()) != 0;
  }

  /** Those that are set. */
  public List<Flag> list() {
    var set = new ArrayList<Flag>(2);
    for (Flag flag : Flag.values()) {
      if (has(flag)) {
        set.add(flag);
      }
    }
    return set;
  }

  /** Whether one of them says that nothing was sent to the upstream. */
  boolean sayNotSent() {
    return (bits & NOT_SENT) != 0;
  }

  /** Whether one of them says that there was no way to the upstream. */
  public boolean sayUnreachable() {
    return (bits & UNREACHABLE) != 0;
  }

  /** As Envoy logs them: {@code UF,URX}, or {@code -}. */
  public String text() {
    if (bits == 0) {
      return "-";
    }
    String text = TEXTS.get(bits);
    if (text == null) {
      text = String.join(",", list().stream().map(Flag::name).toList());
      if (TEXTS.size() < MOST_TEXTS) { // combinations that never occur are sent by nobody honest
        TEXTS.put(bits, text);
      }
    }
    return text;
  }

  private static boolean isRefused(io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags from) {
    return from.hasUnauthorizedDetails()
        && from.getUnauthorizedDetails().getReason() == Unauthorized.Reason.EXTERNAL_SERVICE;
  }

  private static int bit(boolean isSet, Flag flag) {
    return isSet ? flag.bit() : 0;
  }
}
