package mesh.proxy.match;

import io.envoyproxy.envoy.config.core.v3.CidrRange;
import java.util.List;
import mesh.proxy.config.Supported;

/** Reads IP ranges. */
public final class CidrConfig {

  public static final Supported SUPPORTED =
      Supported.all(CidrRange.getDefaultInstance())
          .and(Supported.all(com.github.xds.core.v3.CidrRange.getDefaultInstance()));

  private CidrConfig() {}

  /**
   * Ranges of Envoy's message.
   *
   * @throws mesh.config.InvalidConfigException with a field that starts with an index
   */
  public static CidrRanges parse(List<CidrRange> protos) {
    return CidrRanges.of(
        protos.stream()
            .map(
                proto ->
                    new CidrRanges.Range(proto.getAddressPrefix(), proto.getPrefixLen().getValue()))
            .toList());
  }

  /** As {@link #parse}, of xDS's own message. */
  public static CidrRanges parseXds(List<com.github.xds.core.v3.CidrRange> protos) {
    return CidrRanges.of(
        protos.stream()
            .map(
                proto ->
                    new CidrRanges.Range(proto.getAddressPrefix(), proto.getPrefixLen().getValue()))
            .toList());
  }
}
