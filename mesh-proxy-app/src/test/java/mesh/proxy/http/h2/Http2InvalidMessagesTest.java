package mesh.proxy.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server refuses, and how; the details are those that Envoy 1.40 logs. */
class Http2InvalidMessagesTest {

  private static final String FIELD = "http2.invalid.header.field";
  private static final String MESSAGE = "http2.violation.of.messaging.rule";
  private static final Http2Config STREAM_ERRORS = Http2Config.ENVOY.withStreamErrors(true);

  static Stream<Arguments> invalidRequests() {
    return Stream.of(
        invalid(FIELD, "GET", "http", "a", "/", "X-A", "b"),
        invalid(FIELD, "GET", "http", "a", "/", "connection", "close"),
        invalid(FIELD, "GET", "http", "a", "/", "keep-alive", "1"),
        invalid(FIELD, "GET", "http", "a", "/", "proxy-connection", "close"),
        invalid(FIELD, "GET", "http", "a", "/", "transfer-encoding", "chunked"),
        invalid(FIELD, "GET", "http", "a", "/", "upgrade", "websocket"),
        invalid(FIELD, "GET", "http", "a", "/", "te", "gzip"),
        invalid(FIELD, "GET", "http", "a", "/", ":unknown", "x"),
        invalid(FIELD, "GET", "http", "a", "/", ":status", "200"),
        invalid(FIELD, "GET", "http", "a", "/", ":path", "/twice"),
        invalid(FIELD, "GET", "http", "a", "/", "x", "y", ":path", "/late"),
        invalid(FIELD, "GET", "http", "a", "/", "x", "a\0b"),
        invalid(FIELD, "GET", "http", "a", "/", "x", "a\nb"),
        invalid(FIELD, "GET", "http", "a", "/", "x", "a\u0001b"),
        invalid(FIELD, "GET", "http", "a", "/", "", "b"),
        invalid(FIELD, "GET", "http", "a", "/", "a b", "c"),
        invalid(FIELD, "GET", "http", "a", "/", "content-length", "x"),
        invalid(FIELD, "GET", "http", "a", "/", "content-length", "0", "content-length", "0"),
        invalid(FIELD, "GET", "http", "a", "/", "host", "a", "host", "b"),
        invalid(FIELD, "GET", "http", "a", ""),
        invalid(FIELD, "G T", "http", "a", "/"),
        invalid(FIELD, "GET", "h_p", "a", "/"),
        invalid(FIELD, "GET", "http", "user@a", "/"),
        invalid(FIELD, "GET", "http", "a", "/a b"),
        invalid(MESSAGE, "GET", "http", "a", "no-slash"),
        invalid(MESSAGE, "GET", "http", "a", "*"),
        invalid(MESSAGE, null, "http", "a", "/"),
        invalid(MESSAGE, "GET", null, "a", "/"),
        invalid(MESSAGE, "GET", "http", null, "/"),
        invalid(MESSAGE, "GET", "http", "a", null),
        invalid(MESSAGE, "CONNECT", "http", "a", "/"),
        invalid(FIELD, "CONNECT", "http", "a", "/", ":protocol", "websocket"));
  }

  private static Arguments invalid(
      String details, String method, String scheme, String authority, String path, String... more) {
    List<String> fields = new ArrayList<>();
    add(fields, ":method", method);
    add(fields, ":scheme", scheme);
    add(fields, ":authority", authority);
    add(fields, ":path", path);
    fields.addAll(List.of(more));
    return Arguments.of(details, fields);
  }

  private static void add(List<String> fields, String name, String value) {
    if (value != null) {
      fields.add(name);
      fields.add(value);
    }
  }

  @ParameterizedTest
  @MethodSource("invalidRequests")
  void endTheirStreamIfSoConfigured(String details, List<String> fields) {
    var server = new ServerUnderTest(STREAM_ERRORS);
    server.client.headers(1, "end", fields.toArray(String[]::new));

    assertThat(server.told()).containsExactly("reset PROTOCOL_ERROR " + details);
    assertThat(server.client.said()).containsExactly("RST_STREAM 1 PROTOCOL_ERROR");
    assertThat(server.stats.rxMessagingError().value()).isOne();

    server.client.get(3);
    server.answer(200);
    assertThat(server.client.said()).containsExactly("HEADERS 3 end :status=200");
    server.client.finish();
  }

  @ParameterizedTest
  @MethodSource("invalidRequests")
  void endTheConnectionOtherwise(String details, List<String> fields) {
    var server = new ServerUnderTest(Http2Config.ENVOY);
    server.client.get(1);
    server.client.headers(3, "end", fields.toArray(String[]::new));

    assertThat(server.told()).containsExactly("reset PROTOCOL_ERROR " + details);
    assertThat(server.requests.getFirst().take())
        .contains("reset PROTOCOL_ERROR codec_error:The_user_callback_function_failed");
    assertThat(server.client.said()).containsExactly("GOAWAY 3 PROTOCOL_ERROR");
    assertThat(server.client.isClosed()).isTrue();
    server.client.finish();
  }

  @Test
  void letsThroughWhatEnvoyLetsThrough() {
    var server = new ServerUnderTest(Http2Config.ENVOY);
    server.client.get(1, "x", " a ", "y", "a\u00e9b", "a_b", "c", "te", "trailers");
    server.client.request(3, "end", "OPTIONS");

    assertThat(server.requests).hasSize(2);
    assertThat(server.requests.getFirst().take().getFirst())
        .endsWith(" x= a  y=a\u00e9b a_b=c te=trailers");
    server.client.finish();
  }

  @Test
  void countsABodyAgainstItsLength() {
    var server = new ServerUnderTest(Http2Config.ENVOY);
    server.client.request(1, "", "POST", "content-length", "1").data(1, "end", "abc");
    assertThat(server.told().getLast()).isEqualTo("reset PROTOCOL_ERROR http2.remote_reset");

    server.client.request(3, "", "POST", "content-length", "9").data(3, "end", "abc");
    assertThat(server.told().getLast()).isEqualTo("reset PROTOCOL_ERROR http2.remote_reset");

    assertThat(server.client.said())
        .containsExactly("RST_STREAM 1 PROTOCOL_ERROR", "RST_STREAM 3 PROTOCOL_ERROR");
    server.client.finish();
  }

  @Test
  void aHeadOrTrailersThatEndTooEarlyAreInvalid() {
    var server = new ServerUnderTest(STREAM_ERRORS);
    server.client.get(1, "content-length", "5");
    assertThat(server.told().getLast()).isEqualTo("reset PROTOCOL_ERROR " + MESSAGE);

    server.client.request(3, "", "POST", "content-length", "9").data(3, "", "abc");
    server.client.headers(3, "end", "x", "y");
    assertThat(server.told().getLast()).isEqualTo("reset PROTOCOL_ERROR " + MESSAGE);

    assertThat(server.client.said())
        .containsExactly("RST_STREAM 1 PROTOCOL_ERROR", "RST_STREAM 3 PROTOCOL_ERROR");
    server.client.finish();
  }

  @Test
  void aBlockThatCannotBeDecodedIsItsStreamsEndToo() {
    var server = new ServerUnderTest(Http2Config.ENVOY);
    server.client.frame(
        Peer.HEADERS, Peer.END_STREAM | Peer.END_HEADERS, 1, new byte[] {-1, -1, -1, -1, -1});

    assertThat(server.told())
        .containsExactly("reset PROTOCOL_ERROR codec_error:The_user_callback_function_failed");
    assertThat(server.client.said()).containsExactly("GOAWAY 1 COMPRESSION_ERROR");
    assertThat(server.client.isClosed()).isTrue();
    server.client.finish();
  }

  @Test
  void refusesMoreStreamsThanItSaidEvenBeforeTheClientAgreed() {
    var server = new ServerUnderTest(Http2Config.ENVOY.but().maxConcurrentStreams(1).build());
    server.client.get(1).get(3);

    assertThat(server.requests).hasSize(1);
    assertThat(server.client.said()).containsExactly("RST_STREAM 3 REFUSED_STREAM");
    server.client.finish();
  }

  @Test
  void refusesTrailersThatAreNone() {
    var server = new ServerUnderTest(STREAM_ERRORS);
    server.client.request(1, "", "POST").headers(1, "end", ":path", "/");
    assertThat(server.told().getLast()).isEqualTo("reset PROTOCOL_ERROR " + FIELD);

    server.client.request(3, "", "POST").headers(3, "", "x", "y");
    assertThat(server.told().getLast()).isEqualTo("reset PROTOCOL_ERROR " + MESSAGE);

    assertThat(server.client.said())
        .containsExactly("RST_STREAM 1 PROTOCOL_ERROR", "RST_STREAM 3 PROTOCOL_ERROR");
    server.client.finish();
  }

  @Test
  void limitsTheNumberAndTheSizeOfFields() {
    var server =
        new ServerUnderTest(Http2Config.ENVOY.but().limits(new HttpLimits(1000, 6)).build());
    server.client.get(1, "a", "1", "b", "2");
    server.answer(200);
    server.client.get(3, "a", "1", "b", "2", "c", "3");
    assertThat(server.told()).containsExactly("reset REMOTE_RESET http2.too_many_headers");
    server.client.get(5, "a", "x".repeat(1000));
    assertThat(server.told()).containsExactly("reset REMOTE_RESET http2.too_many_headers");

    assertThat(server.client.said())
        .containsExactly(
            "HEADERS 1 end :status=200",
            "RST_STREAM 3 INTERNAL_ERROR",
            "RST_STREAM 5 INTERNAL_ERROR");
    assertThat(server.stats.headerOverflow().value()).isEqualTo(2);
    server.client.finish();
  }

  @Test
  void endsTheConnectionWhenABlockIsFarTooLong() {
    var server =
        new ServerUnderTest(Http2Config.ENVOY.but().limits(new HttpLimits(1000, 6)).build());
    server.client.frame(Peer.HEADERS, Peer.END_STREAM, 1, new byte[16_384]);
    server.client.frame(Peer.CONTINUATION, 0, 1, new byte[16_384]);

    assertThat(server.client.said()).containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    assertThat(server.client.isClosed()).isTrue();
    server.client.finish();
  }

  @Test
  void dropsOrRejectsNamesWithUnderscores() {
    var dropping =
        new ServerUnderTest(
            Http2Config.ENVOY.but().underscores(UnderscorePolicy.DROP_HEADER).build());
    dropping.client.get(1, "a_b", "c", "d", "e");
    assertThat(dropping.told().getFirst()).endsWith(":path=/ d=e");
    assertThat(dropping.stats.droppedHeadersWithUnderscores().value()).isOne();
    dropping.client.finish();

    var rejecting =
        new ServerUnderTest(
            Http2Config.ENVOY.but().underscores(UnderscorePolicy.REJECT_REQUEST).build());
    rejecting.client.get(1, "a_b", "c");
    assertThat(rejecting.told()).containsExactly("reset REMOTE_RESET http2.unexpected_underscore");
    assertThat(rejecting.client.said()).containsExactly("RST_STREAM 1 INTERNAL_ERROR");
    assertThat(rejecting.stats.requestsRejectedWithUnderscores().value()).isOne();
    rejecting.client.finish();
  }
}
