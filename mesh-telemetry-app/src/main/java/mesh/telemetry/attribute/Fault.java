package mesh.telemetry.attribute;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties.CertificateProperties;
import org.jspecify.annotations.Nullable;

/** Why an entry is not taken. */
public enum Fault {
  NO_COMMON_PROPERTIES("common_properties: missing"),
  NO_START_TIME("common_properties.start_time: missing"),
  BAD_DURATION("common_properties.duration: not 0..366 days"),
  TOO_LONG_NAME("upstream_cluster, an address or a certificate's URI: longer than 512 characters"),
  NO_REQUEST("request: missing"),
  BAD_CODE("response.response_code: not 100..999"),
  BAD_SIZE("bytes: beyond 2^53"),
  NO_CONNECTION_PROPERTIES("connection_properties: missing");

  private static final int LONGEST = 512;
  private static final long MOST_BYTES = 1L << 53; // what JSON and Prometheus keep exactly
  private static final long MOST_SECONDS = 366L * 24 * 3600;

  private final String sentence;

  Fault(String sentence) {
    this.sentence = sentence;
  }

  /** Which field, and what is wrong. */
  public String sentence() {
    return sentence;
  }

  /** What is wrong with it; null if nothing is. */
  public static @Nullable Fault of(HTTPAccessLogEntry entry) {
    if (!entry.hasRequest()) {
      return NO_REQUEST;
    }
    if (entry.getResponse().hasResponseCode()) {
      int code = entry.getResponse().getResponseCode().getValue();
      if (code != 0 && (code < 100 || code > 999)) {
        return BAD_CODE;
      }
    }
    boolean isTooLarge =
        isTooLarge(entry.getRequest().getRequestBodyBytes())
            || isTooLarge(entry.getRequest().getRequestHeadersBytes())
            || isTooLarge(entry.getResponse().getResponseBodyBytes())
            || isTooLarge(entry.getResponse().getResponseHeadersBytes());
    return isTooLarge ? BAD_SIZE : of(entry.hasCommonProperties(), entry.getCommonProperties());
  }

  /** What is wrong with it; null if nothing is. */
  public static @Nullable Fault of(TCPAccessLogEntry entry) {
    if (!entry.hasConnectionProperties()) {
      return NO_CONNECTION_PROPERTIES;
    }
    boolean isTooLarge =
        isTooLarge(entry.getConnectionProperties().getReceivedBytes())
            || isTooLarge(entry.getConnectionProperties().getSentBytes());
    return isTooLarge ? BAD_SIZE : of(entry.hasCommonProperties(), entry.getCommonProperties());
  }

  private static @Nullable Fault of(boolean isThere, AccessLogCommon properties) {
    if (!isThere) {
      return NO_COMMON_PROPERTIES;
    }
    if (!properties.hasStartTime()) {
      return NO_START_TIME;
    }
    if (isWrong(properties.getDuration()) || isWrong(properties.getTimeToLastDownstreamTxByte())) {
      return BAD_DURATION;
    }
    boolean isTooLong =
        properties.getUpstreamCluster().length() > LONGEST
            || properties.getUpstreamRemoteAddress().getSocketAddress().getAddress().length()
                > LONGEST
            || properties.getDownstreamLocalAddress().getSocketAddress().getAddress().length()
                > LONGEST
            || isTooLong(properties.getTlsProperties().getPeerCertificateProperties())
            || isTooLong(properties.getTlsProperties().getLocalCertificateProperties());
    return isTooLong ? TOO_LONG_NAME : null;
  }

  private static boolean isTooLong(CertificateProperties certificate) {
    for (int i = 0; i < certificate.getSubjectAltNameCount(); i++) {
      if (certificate.getSubjectAltName(i).getUri().length() > LONGEST) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWrong(Duration duration) {
    return duration.getSeconds() < 0
        || duration.getNanos() < 0
        || duration.getSeconds() > MOST_SECONDS;
  }

  // Unsigned in the message: the largest are negative here.
  private static boolean isTooLarge(long bytes) {
    return bytes < 0 || bytes > MOST_BYTES;
  }
}
