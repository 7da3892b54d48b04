package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2ClientConnectionTest {

  private static final long MAX_STREAMS = 3;
  private static final Headers GET = Headers.request("GET", "http", "a", "/");

  private final Http2Stats stats = Http2Stats.of(Stats.root());
  private final List<String> heard = new ArrayList<>();
  private final Told told = new Told();
  private Http2ClientConnection connection;
  private Peer server = connect(Http2Config.ENVOY, MAX_STREAMS, 10);

  @AfterEach
  void leavesNothingBehind() {
    server.finish();
    assertThat(stats.streamsActive().value()).isZero();
    assertThat(connection.activeStreams()).isZero();
  }

  private Peer connect(Http2Config config, long... settings) {
    return Peer.server(
        worker -> {
          connection = new Http2ClientConnection(config, stats, new Heard(), worker, Peer.info());
          return connection;
        },
        settings);
  }

  private final class Heard implements ClientConnection.Listener {

    @Override
    public void onStreamClosed(ClientConnection closed) {
      heard.add("stream closed");
    }

    @Override
    public void onCapacityChanged(ClientConnection changed) {
      heard.add("capacity " + changed.availableStreams());
    }

    @Override
    public void onClosed(ClientConnection closed) {
      heard.add("closed");
    }
  }

  @Test
  void asksAndIsAnswered() {
    connection.newStream(told).writeHead(GET, true);

    assertThat(server.said())
        .containsExactly("HEADERS 1 end :method=GET :scheme=http :authority=a :path=/");
    server.headers(1, "", ":status", "200", "x", "y").data(1, "end", "hello");
    assertThat(told.take()).containsExactly("head :status=200 x=y", "data end hello");
    assertThat(heard).contains("stream closed");
  }

  @Test
  void passesBodiesTrailersAndInformationalHeads() {
    StreamEncoder request = connection.newStream(told);
    request.writeHead(Headers.request("POST", "http", "a", "/").add("te", "trailers"), false);
    request.writeData(text("ab"), false);
    request.writeTrailers(new Headers().add("x", "y"));

    assertThat(server.said())
        .containsExactly(
            "HEADERS 1 :method=POST :scheme=http :authority=a :path=/ te=trailers",
            "DATA 1 ab",
            "HEADERS 1 end x=y");
    server.headers(1, "", ":status", "103", "link", "l").headers(1, "", ":status", "200");
    server.data(1, "", "z").headers(1, "end", "grpc-status", "0");
    assertThat(told.take())
        .containsExactly(
            "informational :status=103 link=l",
            "head :status=200",
            "data z",
            "trailers grpc-status=0");
  }

  @Test
  void takesNoMoreStreamsThanTheServerOffers() {
    assertThat(connection.availableStreams()).isEqualTo(10);
    connection.newStream(told).writeHead(GET, true);
    StreamEncoder second = connection.newStream(told);
    assertThat(connection.availableStreams()).isEqualTo(8);

    server.settings(MAX_STREAMS, 1);

    assertThat(connection.availableStreams()).isZero();
    assertThat(heard).contains("capacity 0");
    second.reset(ResetReason.LOCAL_RESET);
    assertThat(connection.activeStreams()).isOne();
  }

  @Test
  void takesNoMoreStreamsThanItIsConfiguredTo() {
    server = connect(Http2Config.ENVOY.but().maxConcurrentStreams(2).build());

    assertThat(connection.availableStreams()).isEqualTo(2);
  }

  @Test
  void tellsWhichResetsAreSafeToRepeat() {
    connection.newStream(told).writeHead(GET, true);
    server.reset(1, Http2Error.REFUSED_STREAM);
    connection.newStream(told).writeHead(GET, true);
    server.reset(3, Http2Error.INTERNAL_ERROR);
    connection.newStream(told).writeHead(GET, true);
    server.reset(5, Http2Error.CONNECT_ERROR);

    assertThat(told.take())
        .containsExactly(
            "reset REMOTE_REFUSED_STREAM_RESET ", "reset REMOTE_RESET ", "reset CONNECT_ERROR ");
    assertThat(stats.rxReset().value()).isEqualTo(3);
  }

  @Test
  void cancelsWhatIsNotWantedAnyMore() {
    StreamEncoder request = connection.newStream(told);
    request.writeHead(GET, true);

    request.reset(ResetReason.LOCAL_RESET);
    server.headers(1, "end", ":status", "200");

    assertThat(server.said()).endsWith("RST_STREAM 1 CANCEL");
    assertThat(told.take()).isEmpty();
    assertThat(heard).contains("stream closed");
  }

  @Test
  void finishesOldStreamsAndGivesNewOnesBackOnGoAway() {
    Told second = new Told();
    connection.newStream(told).writeHead(GET, true);
    connection.newStream(second).writeHead(GET, true);

    server.goAway(1, Http2Error.NO_ERROR);

    assertThat(second.take()).containsExactly("reset REMOTE_REFUSED_STREAM_RESET ");
    assertThat(connection.availableStreams()).isZero();
    server.headers(1, "end", ":status", "200");
    assertThat(told.take()).containsExactly("head end :status=200");
    assertThat(server.isClosed()).isTrue();
    assertThat(heard).endsWith("closed");
  }

  @Test
  void refusesAStreamThatComesTooLateForGoAway() {
    StreamEncoder late = connection.newStream(told);
    server.goAway(0, Http2Error.NO_ERROR);

    late.writeHead(GET, true);
    server.said();

    assertThat(told.take()).containsExactly("reset REMOTE_REFUSED_STREAM_RESET ");
  }

  @Test
  void drainsAfterItsLastStream() {
    connection.newStream(told).writeHead(GET, true);

    connection.drain();
    assertThat(connection.availableStreams()).isZero();
    assertThat(server.isClosed()).isFalse();
    server.headers(1, "end", ":status", "200");

    assertThat(server.isClosed()).isTrue();
  }

  @Test
  void resetsItsStreamsWhenTheServerIsGone() {
    connection.newStream(told).writeHead(GET, true);

    server.channel().close();

    assertThat(told.take()).containsExactly("reset CONNECTION_TERMINATION ");
    assertThat(heard).endsWith("stream closed", "closed");
  }

  @Test
  void turnsAnUpgradeIntoAnExtendedConnect() {
    StreamEncoder request = connection.newStream(told);
    request.writeHead(
        Headers.request("GET", "http", "a", "/chat")
            .add("upgrade", "websocket")
            .add("connection", "Upgrade"),
        false);

    assertThat(server.said())
        .containsExactly(
            "HEADERS 1 :method=CONNECT :scheme=http :authority=a :path=/chat :protocol=websocket");
    server.headers(1, "", ":status", "200").data(1, "", "frame");
    assertThat(told.take())
        .containsExactly("head :status=101 upgrade=websocket connection=upgrade", "data frame");
    request.writeData(text("frame"), false);
    assertThat(server.said()).containsExactly("DATA 1 frame");
  }

  @Test
  void sendsAPlainConnectWithoutSchemeAndPath() {
    connection.newStream(told).writeHead(Headers.request("CONNECT", "http", "a:1", "/"), false);

    assertThat(server.said()).containsExactly("HEADERS 1 :method=CONNECT :authority=a:1");
  }

  @Test
  void believesALengthOnlyWhereThereIsABody() {
    connection.newStream(told).writeHead(Headers.request("HEAD", "http", "a", "/"), true);
    server.headers(1, "end", ":status", "200", "content-length", "5");
    connection.newStream(told).writeHead(GET, true);
    server.headers(3, "end", ":status", "304", "content-length", "5");
    assertThat(told.take())
        .containsExactly(
            "head end :status=200 content-length=5", "head end :status=304 content-length=5");

    connection.newStream(told).writeHead(GET, true);
    server.headers(5, "end", ":status", "200", "content-length", "5");
    assertThat(told.take()).containsExactly("reset PROTOCOL_ERROR ");
  }

  @Test
  void endsTheConnectionOnAnInvalidAnswer() {
    connection.newStream(told).writeHead(GET, true);
    server.said();

    server.headers(1, "end", ":status", "200", "Bad", "x");

    assertThat(told.take()).containsExactly("reset PROTOCOL_ERROR ");
    assertThat(server.said()).containsExactly("GOAWAY 0 PROTOCOL_ERROR");
    assertThat(server.isClosed()).isTrue();
  }

  @Test
  void endsTheStreamOnAnInvalidAnswerIfSoConfigured() {
    server = connect(Http2Config.ENVOY.withStreamErrors(true));
    for (String[] answer :
        new String[][] {
          {"x", "no status"}, {":status", "abc"}, {":status", "101"}, {":status", "100"}
        }) {
      connection.newStream(told).writeHead(GET, true);
      server.said();
      int stream = 1 + 2 * (int) stats.rxMessagingError().value();
      server.headers(stream, "end", answer);
      assertThat(told.take().getLast()).isEqualTo("reset PROTOCOL_ERROR ");
      assertThat(server.said()).containsExactly("RST_STREAM " + stream + " PROTOCOL_ERROR");
    }
  }

  @Test
  void keepsAWholeAnswerWhenTheServerWantsNoMoreOfTheRequest() {
    StreamEncoder request = connection.newStream(told);
    request.writeHead(Headers.request("POST", "http", "a", "/"), false);

    server.headers(1, "end", ":status", "413").reset(1, Http2Error.NO_ERROR);
    request.writeData(text("too late"), true);

    assertThat(told.take()).containsExactly("head end :status=413");
    assertThat(server.said()).last().isEqualTo("RST_STREAM 1 CANCEL");
  }

  @Test
  void refusesPushes() {
    connection.newStream(told).writeHead(GET, true);
    server.said();

    server.frame(5, Peer.END_HEADERS, 1, new byte[] {0, 0, 0, 2, (byte) 0x82});

    assertThat(server.said()).containsExactly("GOAWAY 0 PROTOCOL_ERROR");
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
