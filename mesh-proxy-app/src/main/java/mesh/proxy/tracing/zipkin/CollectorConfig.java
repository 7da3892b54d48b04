package mesh.proxy.tracing.zipkin;

import brave.handler.MutableSpan;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig.CollectorEndpointVersion;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Predicate;
import mesh.config.InvalidConfigException;
import zipkin2.reporter.brave.MutableSpanBytesEncoder;

/**
 * Where spans go and in what form. Immutable.
 *
 * @param hostname authority of the reports
 */
record CollectorConfig(String cluster, String hostname, String path, Encoding encoding) {

  /** How spans are written. */
  enum Encoding {
    JSON("application/json", MutableSpanBytesEncoder.JSON_V2),
    /**
     * Each written span is an element of the list's field, so that a list is one after the other.
     */
    PROTO("application/x-protobuf", MutableSpanBytesEncoder.PROTO3);

    private final String contentType;
    private final MutableSpanBytesEncoder spans;

    Encoding(String contentType, MutableSpanBytesEncoder spans) {
      this.contentType = contentType;
      this.spans = spans;
    }

    String contentType() {
      return contentType;
    }

    byte[] write(List<MutableSpan> report) {
      var bytes = new ByteArrayOutputStream();
      for (MutableSpan span : report) {
        if (this == JSON) {
          bytes.write(bytes.size() == 0 ? '[' : ',');
        }
        bytes.writeBytes(spans.encode(span));
      }
      if (this == JSON) {
        bytes.write(']');
      }
      return bytes.toByteArray();
    }
  }

  /**
   * Reads the part of the message that says where spans go.
   *
   * @param isCluster knows the names of clusters
   */
  static CollectorConfig parse(ZipkinConfig proto, Predicate<String> isCluster) {
    String cluster = proto.getCollectorCluster();
    if (!isCluster.test(cluster)) {
      throw new InvalidConfigException("collector_cluster", cluster, "the name of a cluster");
    }
    if (!proto.getCollectorEndpoint().startsWith("/")) {
      throw new InvalidConfigException(
          "collector_endpoint", proto.getCollectorEndpoint(), "a path: /api/v2/spans");
    }
    CollectorEndpointVersion version = proto.getCollectorEndpointVersion();
    if (version != CollectorEndpointVersion.HTTP_JSON
        && version != CollectorEndpointVersion.HTTP_PROTO) {
      throw new InvalidConfigException(
          "collector_endpoint_version", version, "HTTP_JSON or HTTP_PROTO");
    }
    return new CollectorConfig(
        cluster,
        proto.getCollectorHostname().isEmpty() ? cluster : proto.getCollectorHostname(),
        proto.getCollectorEndpoint(),
        version == CollectorEndpointVersion.HTTP_JSON ? Encoding.JSON : Encoding.PROTO);
  }
}
