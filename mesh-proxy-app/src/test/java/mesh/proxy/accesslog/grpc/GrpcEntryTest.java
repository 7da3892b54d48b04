package mesh.proxy.accesslog.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.sun.management.ThreadMXBean;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.tag.CustomTag;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;

class GrpcEntryTest {

  private static final long SECOND = 1_000_000_000;
  private static final String ID = "00000000-1111-4222-8333-444444444444";

  private final ConnectionInfo connection =
      new ConnectionInfo(
          new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("10.0.0.1", 999));
  private final StreamInfo info = new StreamInfo(connection, 1_700_000_000_250L, SECOND);
  private final ProtoWriter writer = new ProtoWriter();

  GrpcEntryTest() {
    info.endNanos = 3 * SECOND + 5;
  }

  @Test
  void tellsAllOfARequest() throws Exception {
    request();

    assertThat(json(http(List.of("X-One", "x-none"))))
        .isEqualTo(
            """
            {"commonProperties":{"downstreamRemoteAddress":{"socketAddress":{"address":"192.0.2.7","portValue":0}},\
            "downstreamLocalAddress":{"socketAddress":{"address":"127.0.0.1","portValue":80}},\
            "startTime":"2023-11-14T22:13:20.250Z","timeToLastRxByte":"0.000000001s",\
            "timeToFirstUpstreamTxByte":"0.000000002s","timeToLastUpstreamTxByte":"0.000000003s",\
            "timeToFirstUpstreamRxByte":"1.000000004s","timeToLastUpstreamRxByte":"1.500s",\
            "timeToFirstDownstreamTxByte":"1.600s","timeToLastDownstreamTxByte":"2.000000005s",\
            "upstreamRemoteAddress":{"socketAddress":{"address":"10.0.0.9","portValue":8080}},\
            "upstreamLocalAddress":{"socketAddress":{"address":"::1","portValue":555}},\
            "upstreamCluster":"outbound|80||stock","responseFlags":{"upstreamRequestTimeout":true,\
            "unauthorizedDetails":{"reason":"EXTERNAL_SERVICE"},"downstreamRemoteReset":true},\
            "metadata":{"filterMetadata":{"filter":{"list":[1.0,"two",null],"on":true}}},\
            "upstreamTransportFailureReason":"delayed connect error: 111","routeName":"stock",\
            "downstreamDirectRemoteAddress":{"socketAddress":{"address":"10.0.0.1","portValue":999}},\
            "customTags":{"fixed":"yes"},"duration":"2.000000005s","upstreamRequestAttemptCount":2,\
            "connectionTerminationDetails":"done","streamId":"00000000-1111-4222-8333-444444444444",\
            "downstreamWireBytesSent":"47","downstreamWireBytesReceived":"33","upstreamWireBytesSent":"3",\
            "upstreamWireBytesReceived":"7","accessLogType":"DownstreamEnd"},"protocolVersion":"HTTP2",\
            "request":{"requestMethod":"POST","scheme":"https","authority":"shop","path":"/new",\
            "userAgent":"curl","referer":"http://x/","forwardedFor":"192.0.2.7",\
            "requestId":"00000000-1111-4222-8333-444444444444","originalPath":"/old",\
            "requestHeadersBytes":"185","requestBodyBytes":"22","requestHeaders":{"x-one":"a,b"},\
            "upstreamHeaderBytesSent":"2","downstreamHeaderBytesReceived":"11"},\
            "response":{"responseCode":504,"responseHeadersBytes":"17","responseBodyBytes":"44",\
            "responseHeaders":{"x-a":"1"},"responseTrailers":{"grpc-status":"0"},\
            "responseCodeDetails":"response_timeout","upstreamHeaderBytesReceived":"4",\
            "downstreamHeaderBytesSent":"3"}}\
            """);
  }

  @Test
  void tellsWhoTheClientIs() throws Exception {
    var authority = TestAuthority.of("cluster.local");
    var server = authority.issue("spiffe://cluster.local/ns/shop/sa/stock");
    var client = authority.issue("spiffe://cluster.local/ns/shop/sa/shop", "shop.local");
    connection.serverName("stock.shop");
    connection.tls(
        new TlsInfo(
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            "abcd",
            "stock.shop",
            "h2",
            server.certificate(),
            List.of(client.certificate()),
            true));
    info.requestHead = Headers.request("GET", "https", "stock", "/");

    var tls = http(List.of()).getCommonProperties().getTlsProperties();

    assertThat(tls.getTlsVersionValue()).isEqualTo(4);
    assertThat(tls.getTlsCipherSuite().getValue()).isEqualTo(0x1302);
    assertThat(tls.getTlsSniHostname()).isEqualTo("stock.shop");
    assertThat(tls.getTlsSessionId()).isEqualTo("abcd");
    assertThat(tls.getPeerCertificateProperties().getSubjectAltName(0).getUri())
        .isEqualTo("spiffe://cluster.local/ns/shop/sa/shop");
    assertThat(tls.getPeerCertificateProperties().getSubjectAltNameCount()).isEqualTo(1);
    assertThat(tls.getPeerCertificateProperties().getIssuer()).isEqualTo("O=cluster.local");
    assertThat(tls.getLocalCertificateProperties().getSubjectAltName(0).getUri())
        .isEqualTo("spiffe://cluster.local/ns/shop/sa/stock");
    assertThat(http(List.of()).getCommonProperties().getTlsProperties())
        .as("the same again, now as it is kept")
        .isEqualTo(tls);
  }

  @Test
  void knowsEveryFlagOfTheMessage() throws Exception {
    Arrays.stream(ResponseFlag.values()).limit(12).forEach(info::flag);
    var first = tcp().getCommonProperties().getResponseFlags();
    Arrays.stream(ResponseFlag.values()).limit(12).forEach(info::clearFlag);
    Arrays.stream(ResponseFlag.values()).skip(12).limit(12).forEach(info::flag);
    var second = tcp().getCommonProperties().getResponseFlags();
    Arrays.stream(ResponseFlag.values()).skip(12).limit(12).forEach(info::clearFlag);
    Arrays.stream(ResponseFlag.values()).skip(24).forEach(info::flag);
    var third = tcp().getCommonProperties().getResponseFlags();

    var all = first.toBuilder().mergeFrom(second).mergeFrom(third).build();
    assertThat(all.getAllFields()).hasSize(ResponseFlags.getDescriptor().getFields().size());
    assertThat(first.getRateLimited()).isTrue();
    assertThat(second.getNoFilterConfigFound()).isTrue();
    assertThat(third.getNoClusterFound()).isTrue();
  }

  @Test
  void tellsAConnection() throws Exception {
    info.accessLogType = AccessLogType.TCP_PERIODIC;
    info.endNanos = 0;
    info.bytesReceived = 5;
    info.bytesSent = 7;

    TCPAccessLogEntry entry = tcp();

    assertThat(entry.getConnectionProperties().getReceivedBytes()).isEqualTo(5);
    assertThat(entry.getConnectionProperties().getSentBytes()).isEqualTo(7);
    assertThat(json(entry.getCommonProperties()))
        .contains("\"intermediateLogEntry\":true", "\"accessLogType\":\"TcpPeriodic\"")
        .contains("streamId")
        .doesNotContain("duration", "timeTo", "upstream", "tlsProperties");
  }

  @Test
  void costsLittle() {
    request();
    var entry = new HttpEntry(new SharedProperties(List.of()), List.of(), List.of(), List.of());
    int rounds = 20_000;
    for (int round = 0; round < rounds; round++) {
      writer.clear();
      entry.write(info, writer);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < rounds; round++) {
      writer.clear();
      entry.write(info, writer);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;

    assertThat(each).as("bytes allocated for an entry of " + writer.size()).isLessThan(768);
  }

  private void request() {
    info.remote = new InetSocketAddress("192.0.2.7", 0);
    info.accessLogType = AccessLogType.DOWNSTREAM_END;
    info.requestHead =
        Headers.request("POST", "https", "shop", "/new")
            .add("user-agent", "curl")
            .add("referer", "http://x/")
            .add("x-forwarded-for", "192.0.2.7")
            .add("x-request-id", ID)
            .add("x-envoy-original-path", "/old")
            .add("x-one", "a")
            .add("x-one", "b");
    info.protocol = Protocol.HTTP2;
    info.requestHeaderBytes = 11;
    info.bytesReceived = 22;
    info.responseHead = Headers.response(504).add("x-a", "1").add("b", "22");
    info.responseTrailers = new Headers().add("grpc-status", "0");
    info.responseCode = 504;
    info.responseCodeDetails = "response_timeout";
    info.responseHeaderBytes = 3;
    info.bytesSent = 44;
    info.requestCompleteNanos = SECOND + 1;
    info.firstUpstreamTxNanos = SECOND + 2;
    info.lastUpstreamTxNanos = SECOND + 3;
    info.firstUpstreamRxNanos = 2 * SECOND + 4;
    info.lastUpstreamRxNanos = 2 * SECOND + SECOND / 2;
    info.firstDownstreamTxNanos = 2 * SECOND + SECOND / 10 * 6;
    info.lastDownstreamTxNanos = info.endNanos;
    info.upstreamConnection =
        new ConnectionInfo(
            new InetSocketAddress("::1", 555), new InetSocketAddress("10.0.0.9", 8080));
    info.upstreamClusterName = "outbound|80||stock";
    info.upstreamHeaderBytesSent = 2;
    info.upstreamBytesSent = 1;
    info.upstreamHeaderBytesReceived = 4;
    info.upstreamBytesReceived = 3;
    info.attemptCount = 2;
    info.upstreamTransportFailure = "delayed connect error: 111";
    info.routeName = "stock";
    connection.terminationDetails("done");
    info.flag(ResponseFlag.DOWNSTREAM_REMOTE_RESET);
    info.flag(ResponseFlag.UPSTREAM_REQUEST_TIMEOUT);
    info.flag(ResponseFlag.UNAUTHORIZED_EXTERNAL_SERVICE);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("on", true);
    fields.put("list", Arrays.asList(1.0, "two", null));
    info.addDynamicMetadata(new HashMap<>(Map.of("filter", fields)));
  }

  private HTTPAccessLogEntry http(List<String> requestHeaders) throws Exception {
    writer.clear();
    new HttpEntry(
            new SharedProperties(List.of(new CustomTag.Fixed("fixed", "yes"))),
            GrpcLogConfig.names(requestHeaders),
            List.of("x-a"),
            List.of("grpc-status"))
        .write(info, writer);
    return HTTPAccessLogEntry.parseFrom(writer.toBytes());
  }

  private TCPAccessLogEntry tcp() throws Exception {
    writer.clear();
    new TcpEntry(new SharedProperties(List.of())).write(info, writer);
    return TCPAccessLogEntry.parseFrom(writer.toBytes());
  }

  private static String json(Message message) throws Exception {
    return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
  }
}
