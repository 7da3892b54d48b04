package mesh.telemetry.attribute;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPRequestProperties;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties.CertificateProperties;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties.CertificateProperties.SubjectAltName;

/** Nodes and entries as the proxies of a shop send them. */
public final class Entries {

  public static final String SHOP = "spiffe://cluster.local/ns/shop/sa/shop";
  public static final String STOCK = "spiffe://cluster.local/ns/shop/sa/stock";
  public static final String TO_STOCK = "outbound|8080||stock.shop.svc.cluster.local";

  private Entries() {}

  /** A sidecar of the namespace shop. */
  public static Node sidecar(String app, String version, String address) {
    return node("sidecar", app, version, address);
  }

  /** The gateway of the namespace shop. */
  public static Node gateway() {
    return node("router", "gateway", "v1", "127.0.0.1");
  }

  private static Node node(String type, String app, String version, String address) {
    String name = app + "-" + version;
    var labels =
        Struct.newBuilder().putFields("app", text(app)).putFields("version", text(version));
    return Node.newBuilder()
        .setId(type + "~" + address + "~" + name + ".shop~shop.svc.cluster.local")
        .setCluster(app + ".shop")
        .setMetadata(
            Struct.newBuilder()
                .putFields("NAMESPACE", text("shop"))
                .putFields("WORKLOAD_NAME", text(name))
                .putFields("SERVICE_ACCOUNT", text(app))
                .putFields("LABELS", Value.newBuilder().setStructValue(labels).build()))
        .build();
  }

  /** An entry of the destination. */
  public static HTTPAccessLogEntry.Builder inbound(String peer, String localAddress, int code) {
    HTTPAccessLogEntry.Builder entry = entry(code, "inbound|8080||");
    entry
        .getCommonPropertiesBuilder()
        .setUpstreamRemoteAddress(address("127.0.2.1", 8080))
        .setDownstreamLocalAddress(address(localAddress, 8080));
    if (!peer.isEmpty()) {
      entry
          .getCommonPropertiesBuilder()
          .setTlsProperties(
              TLSProperties.newBuilder()
                  .setPeerCertificateProperties(
                      CertificateProperties.newBuilder()
                          .addSubjectAltName(SubjectAltName.newBuilder().setUri(peer))));
    }
    return entry;
  }

  /**
   * An entry of the source.
   *
   * @param upstream address of the destination; empty if nothing was sent
   */
  public static HTTPAccessLogEntry.Builder outbound(String cluster, String upstream, int code) {
    HTTPAccessLogEntry.Builder entry = entry(code, cluster);
    if (!upstream.isEmpty()) {
      entry.getCommonPropertiesBuilder().setUpstreamRemoteAddress(address(upstream, 8080));
    }
    return entry;
  }

  private static HTTPAccessLogEntry.Builder entry(int code, String cluster) {
    return HTTPAccessLogEntry.newBuilder()
        .setCommonProperties(
            AccessLogCommon.newBuilder()
                .setStartTime(Timestamp.newBuilder().setSeconds(1_800_000_000))
                .setDuration(Duration.newBuilder().setNanos(12_000_000))
                .setUpstreamCluster(cluster))
        .setRequest(
            HTTPRequestProperties.newBuilder()
                .setRequestMethod(RequestMethod.GET)
                .setAuthority("stock")
                .setPath("/stock/1")
                .setRequestId("a-b-c")
                .setRequestHeadersBytes(100)
                .setRequestBodyBytes(20))
        .setResponse(
            HTTPResponseProperties.newBuilder()
                .setResponseCode(UInt32Value.of(code))
                .setResponseCodeDetails("via_upstream")
                .setResponseHeadersBytes(50)
                .setResponseBodyBytes(1000));
  }

  private static Address address(String ip, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
        .build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
