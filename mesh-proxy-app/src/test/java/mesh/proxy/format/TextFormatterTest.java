package mesh.proxy.format;

import static mesh.proxy.format.Streams.print;
import static mesh.proxy.format.Streams.request;
import static mesh.proxy.format.Streams.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class TextFormatterTest {

  @Test
  void printsEnvoysUsualAccessLog() {
    StreamInfo info = request("/api/v1/locations");
    info.requestHead.add("user-agent", "nsq2http").add("x-request-id", "cc21d9b0");
    info.responseHead = Headers.response(204).add("x-envoy-upstream-service-time", "100");
    info.protocol = Protocol.HTTP2;
    info.responseCode = 204;
    info.bytesReceived = 154;
    info.endNanos = 1_000 + 226_000_000L;
    info.upstreamConnection =
        new ConnectionInfo(
            new InetSocketAddress("10.0.0.9", 5), new InetSocketAddress("10.0.2.1", 80));

    assertThat(print(FormatConfig.ACCESS_LOG, info))
        .isEqualTo(
            "[2016-04-15T20:17:00.310Z] \"POST /api/v1/locations HTTP/2\" 204 - 154 0 226 100 \"-\""
                + " \"nsq2http\" \"cc21d9b0\" \"locations\" \"-\"\n");
  }

  @Test
  void takesPercentSignsAndTextAsTheyAre() {
    assertThat(print("100%% [%PROTOCOL%]", request("/"))).isEqualTo("100% [HTTP/1.1]");
    assertThat(TextFormatter.of("f", "a%%b", TextFormatter.Missing.DASH).constant())
        .isEqualTo("a%b");
    assertThat(TextFormatter.of("f", "a%PROTOCOL%", TextFormatter.Missing.DASH).constant())
        .isNull();
    assertThat(TextFormatter.of("f", "", TextFormatter.Missing.DASH).constant()).isEmpty();
  }

  @Test
  void printsHeadersTheirAlternativesAndTheirStart() {
    StreamInfo info = request("/");
    info.requestHead.add("x-b", "abcdef").add("x-b", "second");
    info.responseTrailers = new Headers().add("x-t", "trailer");

    assertThat(
            print(
                "%REQ(X-A?X-B)%|%REQ(x-b):3%|%REQ(x-b):99%|%REQ(x-a)%|%RESP(x)%|%TRAILER(X-T)%",
                info))
        .isEqualTo("abcdef|abc|abcdef|-|-|trailer");
    assertThat(print("%REQUEST_HEADER(x-b)%%REQ_WITHOUT_QUERY(:path)%", request("/p?q")))
        .isEqualTo("-/p");
  }

  @Test
  void printsNothingForMissingValuesIfAsked() {
    assertThat(
            TextFormatter.of("f", "%REQ(x)%", TextFormatter.Missing.NOTHING).format(request("/")))
        .isEmpty();
    assertThat(
            TextFormatter.of("f", "[%REQ(x)%]%RESPONSE_FLAGS%", TextFormatter.Missing.NOTHING)
                .format(request("/")))
        .isEqualTo("[]-");
  }

  @Test
  void printsPathsAndQueries() {
    StreamInfo info = request("/new?q=1&r=a%20b");
    info.requestHead.add("x-envoy-original-path", "/old?q=1");

    assertThat(print("%PATH%|%PATH(NQ)%|%PATH(WQ:PATH)%|%PATH(NQ:PATH)%|%PATH(:ORIG)%", info))
        .isEqualTo("/old?q=1|/old|/new?q=1&r=a%20b|/new|/old?q=1");
    assertThat(print("%QUERY_PARAM(q)%|%QUERY_PARAM(r):1%|%QUERY_PARAM(x)%", info))
        .isEqualTo("1|a|-");
    assertThat(print("%QUERY_PARAMS%|%QUERY_PARAMS(DECODED)%", info))
        .isEqualTo("q=1&r=a%20b|q=1&r=a b");
  }

  @Test
  void printsAddressesWithAndWithoutPort() {
    StreamInfo info = stream(new InetSocketAddress("2001:db8::1", 9));

    assertThat(print("%DOWNSTREAM_REMOTE_ADDRESS%|%DOWNSTREAM_REMOTE_PORT%", info))
        .isEqualTo("[2001:db8::1]:9|9");
    assertThat(print("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", info)).isEqualTo("2001:db8::1");
    assertThat(print("%DOWNSTREAM_LOCAL_ADDRESS%|%UPSTREAM_HOST%|%UPSTREAM_LOCAL_PORT%", info))
        .isEqualTo("10.0.2.1:80|-|-");
    assertThat(print("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(16)%", stream()))
        .isEqualTo("10.1.0.0/16");
    assertThat(print("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(64)%", info))
        .isEqualTo("2001:db8::/64");
    assertThat(print("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(33)%", stream())).isEqualTo("-");
  }

  @Test
  void tellsTheClientFromTheSocketsPeer() {
    StreamInfo info = stream();
    info.remote = new InetSocketAddress("192.0.2.1", 0);
    info.connection.restoreLocal(new InetSocketAddress("198.51.100.1", 443));

    assertThat(
            print(
                "%DOWNSTREAM_REMOTE_ADDRESS%|%DOWNSTREAM_DIRECT_REMOTE_ADDRESS%|%DOWNSTREAM_LOCAL_ADDRESS%|"
                    + "%DOWNSTREAM_DIRECT_LOCAL_ADDRESS%",
                info))
        .isEqualTo("192.0.2.1:0|10.1.10.23:4321|198.51.100.1:443|10.0.2.1:80");
  }

  @Test
  void printsFlagsShortAndLong() {
    StreamInfo info = stream();
    assertThat(print("%RESPONSE_FLAGS%|%RESPONSE_FLAGS_LONG%", info)).isEqualTo("-|-");

    info.flag(ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED);
    info.flag(ResponseFlag.UPSTREAM_CONNECTION_FAILURE);
    assertThat(print("%RESPONSE_FLAGS%|%RESPONSE_FLAGS_LONG%", info))
        .isEqualTo("URX,UF|UpstreamRetryLimitExceeded,UpstreamConnectionFailure");
  }

  @Test
  void printsSpansOfTime() {
    StreamInfo info = stream();
    info.requestCompleteNanos = 1_000 + 2_500_000;
    info.lastUpstreamTxNanos = 1_000 + 3_000_000;
    info.firstUpstreamRxNanos = 1_000 + 10_000_000;
    info.lastDownstreamTxNanos = 1_000 + 12_345_678;
    info.endNanos = info.lastDownstreamTxNanos;

    assertThat(
            print(
                "%DURATION% %REQUEST_DURATION% %REQUEST_TX_DURATION% %RESPONSE_DURATION%"
                    + " %RESPONSE_TX_DURATION%",
                info))
        .isEqualTo("12 2 3 10 2");
    assertThat(
            print(
                "%COMMON_DURATION(US_RX_BEG:DS_TX_END:us)%|%COMMON_DURATION(DS_RX_BEG:DS_RX_END:ns)%",
                info))
        .isEqualTo("2345|2500000");
    assertThat(print("%COMMON_DURATION(DS_RX_BEG:US_CX_END:ms)%|%ROUNDTRIP_DURATION%", info))
        .isEqualTo("-|-");
  }

  @Test
  void printsGrpcStatusOfGrpcRequestsOnly() {
    StreamInfo info = request("/");
    info.responseTrailers = new Headers().add("grpc-status", "3");
    assertThat(print("%GRPC_STATUS%|%GRPC_STATUS_NUMBER%", info)).isEqualTo("-|-");

    info.requestHead.add("content-type", "application/grpc");
    assertThat(
            print(
                "%GRPC_STATUS%|%GRPC_STATUS(SNAKE_STRING)%|%GRPC_STATUS(NUMBER)%|%GRPC_STATUS_NUMBER%",
                info))
        .isEqualTo("InvalidArgument|INVALID_ARGUMENT|3|3");

    info.responseTrailers = new Headers().add("grpc-status", "99");
    assertThat(print("%GRPC_STATUS%", info)).isEqualTo("99");

    info.responseTrailers = null;
    info.responseCode = 503;
    assertThat(print("%GRPC_STATUS%", info)).isEqualTo("Unavailable");
  }

  @Test
  void printsMetadataAsTextOrJson() {
    StreamInfo info = stream();
    info.dynamicMetadata("com.test.my_filter")
        .putAll(Map.of("test_key", "foo", "test_object", Map.of("inner_key", "bar")));
    info.routeMetadata = Map.of("ns", Map.of("n", 1.5, "i", 3.0, "b", true));

    assertThat(print("%DYNAMIC_METADATA(com.test.my_filter)%", info))
        .isEqualTo("{\"test_key\":\"foo\",\"test_object\":{\"inner_key\":\"bar\"}}");
    assertThat(print("%DYNAMIC_METADATA(com.test.my_filter:test_key):2%", info)).isEqualTo("fo");
    assertThat(print("%DYNAMIC_METADATA(com.test.my_filter:test_object:inner_key)%", info))
        .isEqualTo("bar");
    assertThat(
            print("%DYNAMIC_METADATA(com.unknown)%|%DYNAMIC_METADATA(com.test.my_filter:x)%", info))
        .isEqualTo("-|-");
    assertThat(print("%METADATA(ROUTE:ns)%|%METADATA(ROUTE:ns:n)%|%METADATA(CLUSTER:ns)%", info))
        .isEqualTo("{\"b\":true,\"i\":3,\"n\":1.5}|1.5|-");
  }

  @Test
  void printsFilterState() {
    StreamInfo info = stream();
    info.filterState().put("s", "v");
    info.filterState().put("m", Map.of("f", "x"));

    assertThat(
            print(
                "%FILTER_STATE(s:PLAIN)%|%FILTER_STATE(s)%|%FILTER_STATE(m:FIELD:f)%|%FILTER_STATE(o)%",
                info))
        .isEqualTo("v|\"v\"|x|-");
  }

  @Test
  void printsServerNamesAndHosts() {
    StreamInfo info = request("/");
    assertThat(print("%REQUESTED_SERVER_NAME%|%REQUESTED_SERVER_NAME(SNI_FIRST)%", info))
        .isEqualTo("-|locations");

    info.connection.serverName("sni");
    assertThat(
            print(
                "%REQUESTED_SERVER_NAME%|%REQUESTED_SERVER_NAME(SNI_FIRST:HOST)%|%REQUESTED_SERVER_NAME(HOST_FIRST)%",
                info))
        .isEqualTo("sni|sni|locations");
  }

  @Test
  void printsNoProtocolOfTcp() {
    StreamInfo info = stream();
    info.accessLogType = AccessLogType.TCP_CONNECTION_END;

    assertThat(print("%PROTOCOL%|%RESPONSE_CODE%|%REQ(x)%|%ACCESS_LOG_TYPE%", info))
        .isEqualTo("-|0|-|TcpConnectionEnd");
  }

  @Test
  void identifiesStreamsAndThings() {
    StreamInfo info = request("/");
    String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    assertThat(print("%STREAM_ID%", info)).matches(uuid).isEqualTo(print("%STREAM_ID%", info));
    assertThat(print("%UNIQUE_ID%", info)).matches(uuid).isNotEqualTo(print("%UNIQUE_ID%", info));
    info.requestHead.add("x-request-id", "abc");
    assertThat(print("%STREAM_ID%|%CONNECTION_ID%", info)).isEqualTo("abc|" + info.connection.id());
    assertThat(print("%ENVIRONMENT(NO_SUCH_VARIABLE)%", info)).isEqualTo("-");
    assertThat(print("%ENVIRONMENT(PATH):1%", info)).isEqualTo("/");
  }

  @Test
  void printsDetailsWithoutBlanks() {
    StreamInfo info = stream();
    info.responseCodeDetails = "via upstream";

    assertThat(print("%RESPONSE_CODE_DETAILS%|%RESPONSE_CODE_DETAILS(ALLOW_WHITESPACES)%", info))
        .isEqualTo("via_upstream|via upstream");
  }

  @Test
  void namesTheNearestOperator() {
    refuses(
        "a %PROTOCL% b",
        "an operator that this proxy has; the nearest is %PROTOCOL%, in %PROTOCL% at position 2");
  }

  @Test
  void saysWhereAFormatIsWrong() {
    refuses(
        "abc%",
        "an operator's name of A-Z, 0-9 and _ behind %, or %% for a percent sign, at position 3");
    refuses("%REQ(a%", "%REQ(...)% with its parenthesis and % closed, at position 0");
    refuses("%REQ%", "(name, or name?alternative) behind the name, in %REQ% at position 0");
    refuses("%PROTOCOL", "% behind %PROTOCOL, or a length such as :10 and %, at position 0");
    refuses("%PROTOCOL(x)%", "no argument, in %PROTOCOL% at position 0");
    refuses("%PROTOCOL:3%", "no length, in %PROTOCOL% at position 0");
    refuses(
        "%START_TIME(%Q)%", "a strftime pattern; there is no %Q, in %START_TIME% at position 0");
    refuses("%COMMON_DURATION(A:B:ms)%", "start and end among DS_CX_BEG, ");
    refuses("%METADATA(X:ns)%", "(type:namespace:key) of type DYNAMIC, CLUSTER, ");
    refuses("%GRPC_STATUS(X)%", "(CAMEL_STRING), (SNAKE_STRING) or (NUMBER)");
  }

  @Test
  void findsTheEndOfArgumentsThatHaveParenthesesAndPercentSigns() {
    assertThat(print("%START_TIME(%Y(%m))%", stream())).isEqualTo("2016(04)");
    assertThat(print("%START_TIME(%s)% x", stream())).isEqualTo("1460751420 x");
  }

  private static void refuses(String format, String expected) {
    assertThatThrownBy(() -> TextFormatter.of("text_format", format, TextFormatter.Missing.DASH))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("text_format: " + format + " (expected: " + expected);
  }
}
