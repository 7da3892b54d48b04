package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2ServerConnectionTest {

  private static final String GET =
      "head end :method=GET :scheme=http :authority=a.example :path=/";

  private ServerUnderTest server = new ServerUnderTest(Http2Config.ENVOY);

  @AfterEach
  void leavesNothingBehind() {
    server.client.finish();
    assertThat(server.stats.streamsActive().value()).isZero();
    assertThat(server.stats.pendingSendBytes().value()).isZero();
  }

  @Test
  void answersARequest() {
    server.client.get(1, "x-a", "b");

    assertThat(server.told()).containsExactly(GET + " x-a=b");
    server.response().writeHead(Headers.response(200).add("x-c", "d"), false);
    server.response().writeData(text("hello"), true);
    assertThat(server.client.said())
        .containsExactly("HEADERS 1 :status=200 x-c=d", "DATA 1 end hello");
    assertThat(server.connection().activeStreams()).isZero();
  }

  @Test
  void passesBodiesAndTrailersBothWays() {
    server.client.request(1, "", "POST").data(1, "", "ab").data(1, "", "c");
    server.client.headers(1, "end", "x-sum", "1");

    assertThat(server.told())
        .containsExactly(
            GET.replace("GET", "POST").replace("head end", "head"),
            "data ab",
            "data c",
            "trailers x-sum=1");
    server.response().writeHead(Headers.response(200), false);
    server.response().writeData(text("x"), false);
    server.response().writeTrailers(new Headers().add("grpc-status", "0"));
    assertThat(server.client.said())
        .containsExactly("HEADERS 1 :status=200", "DATA 1 x", "HEADERS 1 end grpc-status=0");
    assertThat(server.stats.trailers().value()).isOne();
  }

  @Test
  void endsWithDataWhenTrailersAreEmpty() {
    server.client.get(1);

    server.response().writeHead(Headers.response(200), false);
    server.response().writeTrailers(new Headers());

    assertThat(server.client.said()).containsExactly("HEADERS 1 :status=200", "DATA 1 end");
  }

  @Test
  void sendsInformationalHeadsBeforeTheFinalOne() {
    server.client.request(1, "", "POST", "expect", "100-continue");

    server.response().writeInformational(Headers.response(100));
    server.response().writeInformational(Headers.response(103).add("link", "x"));
    server.client.data(1, "end", "y");
    server.answer(204);

    assertThat(server.client.said())
        .containsExactly(
            "HEADERS 1 :status=100", "HEADERS 1 :status=103 link=x", "HEADERS 1 end :status=204");
  }

  @Test
  void leavesOutFieldsOfAnHttp1Connection() {
    server.client.get(1);

    server.answer(
        200,
        "connection",
        "close",
        "keep-alive",
        "1",
        "proxy-connection",
        "x",
        "transfer-encoding",
        "chunked",
        "upgrade",
        "h2c",
        "te",
        "gzip",
        "x",
        "y");

    assertThat(server.client.said()).containsExactly("HEADERS 1 end :status=200 x=y");
  }

  @Test
  void joinsTheCrumbsOfACookie() {
    server.client.get(1, "cookie", "a=1", "x", "y", "cookie", "b=2", "cookie", "c=3");

    assertThat(server.told()).containsExactly(GET + " x=y cookie=a=1; b=2; c=3");
    server.answer(200);
  }

  @Test
  void takesTheHostForAMissingAuthority() {
    server.client.headers(
        1, "end", ":method", "GET", ":scheme", "http", ":path", "/", "x", "y", "host", "h");

    assertThat(server.told())
        .containsExactly("head end :authority=h :method=GET :scheme=http :path=/ x=y");
    server.answer(200);
  }

  @Test
  void dropsTheHostBesideAnAuthority() {
    server.client.get(1, "host", "other.example");

    assertThat(server.told()).containsExactly(GET);
    server.answer(200);
  }

  @Test
  void resetsTheRestOfARequestThatIsAnswered() {
    server.client.request(1, "", "POST");

    server.answer(403);
    server.client.data(1, "", "more").data(1, "end", "and more");

    assertThat(server.client.said())
        .containsExactly("HEADERS 1 end :status=403", "RST_STREAM 1 NO_ERROR");
    assertThat(server.told()).containsExactly(GET.replace("GET", "POST").replace(" end", ""));
    assertThat(server.stats.txReset().value()).isOne();
  }

  @Test
  void ignoresHeadersOnAStreamThatItReset() {
    server.client.request(1, "", "POST");
    server.response().reset(ResetReason.LOCAL_RESET);
    server.client.said();

    server.client.headers(1, "end", "x", "y").get(3);

    assertThat(server.client.said()).isEmpty();
    assertThat(server.told()).containsExactly(GET);
    server.answer(200);
  }

  @Test
  void saysWhyItResets() {
    int stream = 1;
    for (ResetReason reason :
        new ResetReason[] {
          ResetReason.LOCAL_RESET,
          ResetReason.LOCAL_REFUSED_STREAM_RESET,
          ResetReason.CONNECT_ERROR,
          ResetReason.PROTOCOL_ERROR
        }) {
      server.client.get(stream);
      server.response().reset(reason);
      stream += 2;
    }

    assertThat(server.client.said())
        .containsExactly(
            "RST_STREAM 1 INTERNAL_ERROR",
            "RST_STREAM 3 REFUSED_STREAM",
            "RST_STREAM 5 CONNECT_ERROR",
            "RST_STREAM 7 PROTOCOL_ERROR");
  }

  @Test
  void tellsOfAResetAndDropsWhatIsWrittenAfterIt() {
    server.client.get(1);
    server.told();

    server.client.reset(1, Http2Error.CANCEL);
    ByteBuf late = text("late");
    server.response().writeHead(Headers.response(200), false);
    server.response().writeData(late, true);

    assertThat(server.told()).containsExactly("reset REMOTE_RESET http2.remote_reset");
    assertThat(server.client.said()).isEmpty();
    assertThat(late.refCnt()).isZero();
    assertThat(server.stats.rxReset().value()).isOne();
  }

  @Test
  void sendsWhatItCanOfAWholeAnswerBeforeItResets() {
    server.client.request(1, "", "POST");

    server.response().writeHead(Headers.response(413), false);
    server.response().writeData(text("too large"), true);
    server.response().reset(ResetReason.LOCAL_RESET);

    assertThat(server.client.said())
        .containsExactly("HEADERS 1 :status=413", "DATA 1 end too large", "RST_STREAM 1 NO_ERROR");
  }

  @Test
  void resetsStreamsWhenTheClientIsGone() {
    server.client.get(1);
    server.told();

    server.client.channel().close();

    assertThat(server.told())
        .containsExactly("reset CONNECTION_TERMINATION downstream_remote_disconnect");
  }

  @Test
  void resetsStreamsWhenItIsClosed() {
    server.client.get(1);
    server.told();

    server.connection().close();

    assertThat(server.told())
        .containsExactly("reset CONNECTION_TERMINATION downstream_local_disconnect");
    assertThat(server.client.isClosed()).isTrue();
  }

  @Test
  void showsAnExtendedConnectAsAnUpgrade() {
    server = new ServerUnderTest(Http2Config.ENVOY.but().allowConnect(true).build());
    server.client.headers(
        1,
        "",
        ":method",
        "CONNECT",
        ":protocol",
        "websocket",
        ":scheme",
        "http",
        ":authority",
        "a",
        ":path",
        "/chat");

    assertThat(server.told())
        .containsExactly(
            "head :method=GET :scheme=http :authority=a :path=/chat upgrade=websocket"
                + " connection=upgrade");
    server
        .response()
        .writeHead(
            Headers.response(101).add("upgrade", "websocket").add("connection", "upgrade"), false);
    server.response().writeData(text("frame"), false);
    assertThat(server.client.said()).containsExactly("HEADERS 1 :status=200", "DATA 1 frame");
  }

  @Test
  void takesAPlainConnect() {
    server.client.headers(1, "", ":method", "CONNECT", ":authority", "a:443");

    assertThat(server.told()).containsExactly("head :method=CONNECT :authority=a:443");
    server.response().writeHead(Headers.response(200), false);
    server.client.data(1, "", "hello");
    assertThat(server.told()).containsExactly("data hello");
  }

  @Test
  void warnsBeforeItRefusesStreams() {
    server.client.get(1);
    server.told();

    server.connection().drain();
    server.connection().drain();

    assertThat(server.client.said()).containsExactly("GOAWAY 2147483647 NO_ERROR");
    server.client.get(3);
    assertThat(server.told()).containsExactly(GET);
    assertThat(server.stats.goawayGracefulSent().value()).isOne();
  }

  @Test
  void closesAfterTheLastStreamWhenItDrainsAtOnce() {
    server = new ServerUnderTest(Http2Config.ENVOY.with(1024, 0, 0));
    server.client.get(1);

    server.connection().drain();
    server.client.get(3);
    assertThat(server.client.said())
        .containsExactly("GOAWAY 1 NO_ERROR", "RST_STREAM 3 REFUSED_STREAM");
    assertThat(server.client.isClosed()).isFalse();

    server.answer(200);
    assertThat(server.client.said()).containsExactly("HEADERS 1 end :status=200");
    assertThat(server.client.isClosed()).isTrue();
    assertThat(server.stats.goawaySent().value()).isOne();
  }

  @Test
  void goesOnWhenTheClientWantsNoPushes() {
    server.client.goAway(0, Http2Error.NO_ERROR).get(1);

    server.answer(200);

    assertThat(server.client.said()).containsExactly("HEADERS 1 end :status=200");
  }

  @Test
  void answersPings() {
    server.client.ping(42);

    assertThat(server.client.said()).containsExactly("PING ack 42");
  }

  @Test
  void refusesMoreStreamsThanItOffers() {
    server = new ServerUnderTest(Http2Config.ENVOY.but().maxConcurrentStreams(2).build());
    server.client.get(1).get(3).get(5);

    assertThat(server.client.said()).containsExactly("RST_STREAM 5 REFUSED_STREAM");
    assertThat(server.requests).hasSize(2);
    assertThat(server.stats.streamRefusedErrors().value()).isOne();
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
