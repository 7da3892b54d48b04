package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StreamEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2FlowControlTest {

  private static final long INITIAL_WINDOW = 4;

  /** The client takes ten bytes of a stream; we buffer twenty; we take 64 KiB. */
  private final ServerUnderTest server =
      new ServerUnderTest(
          Http2Config.ENVOY
              .but()
              .streamWindow(65_536)
              .connectionWindow(131_072)
              .bufferLimit(20)
              .build(),
          INITIAL_WINDOW,
          10);

  @AfterEach
  void leavesNothingBehind() {
    server.client.finish();
    assertThat(server.stats.pendingSendBytes().value()).isZero();
  }

  @Test
  void sendsWhatTheWindowTakes() {
    respond("0123456789abcdef", true);

    assertThat(server.client.said()).containsExactly("HEADERS 1 :status=200", "DATA 1 0123456789");
    assertThat(server.stats.pendingSendBytes().value()).isEqualTo(6);
    server.client.window(1, 4);
    assertThat(server.client.said()).containsExactly("DATA 1 abcd");
    server.client.window(1, 100);
    assertThat(server.client.said()).containsExactly("DATA 1 end ef");
  }

  @Test
  void sendsTrailersBehindDataThatWaits() {
    respond("0123456789abcdef", false);
    server.response().writeTrailers(new Headers().add("x", "y"));
    server.client.said();

    server.client.window(1, 100);

    assertThat(server.client.said()).containsExactly("DATA 1 abcdef", "HEADERS 1 end x=y");
  }

  @Test
  void holdsWritersBackAboveTheLimitAndLetsThemGoBelowHalfOfIt() {
    respond("0123456789", false);
    server.told();

    server.response().writeData(text("x".repeat(21)), false);
    assertThat(server.told()).containsExactly("not writable");
    assertThat(server.response().isWritable()).isFalse();

    server.client.window(1, 10);
    assertThat(server.told()).isEmpty();

    server.client.window(1, 1);
    assertThat(server.told()).containsExactly("writable");
    assertThat(server.response().isWritable()).isTrue();
  }

  @Test
  void holdsWritersBackWhileTheSocketIsFull() {
    respond("0", false);
    server.told();

    server.client.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    server.client.channel().runPendingTasks();
    assertThat(server.told()).containsExactly("not writable");

    server.client.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    server.client.channel().runPendingTasks();
    assertThat(server.told()).containsExactly("writable");
  }

  @Test
  void dropsWhatWaitsWhenTheStreamIsReset() {
    ByteBuf waiting = text("0123456789abcdef");
    server.client.get(1);
    server.response().writeHead(Headers.response(200), false);
    server.response().writeData(waiting, true);
    server.client.said();

    server.client.reset(1, Http2Error.CANCEL);

    assertThat(waiting.refCnt()).isZero();
    assertThat(server.told().getLast()).isEqualTo("reset REMOTE_RESET http2.remote_reset");
    server.client.window(1, 100);
    assertThat(server.client.said()).isEmpty();
  }

  @Test
  void givesBackWhatItTookAsSoonAsItTookIt() {
    server.client.request(1, "", "POST");
    server.client.data(1, "", "x".repeat(16_000)).data(1, "", "x".repeat(16_000));
    assertThat(server.client.said()).isEmpty();

    server.client.data(1, "", "x".repeat(1_000));

    assertThat(server.client.said()).containsExactly("WINDOW_UPDATE 1 33000");
  }

  @Test
  void givesNothingBackWhileNobodyReads() {
    server.client.request(1, "", "POST");
    StreamEncoder slow = server.response();
    slow.setReading(false);
    slow.setReading(false);
    for (int part = 0; part < 4; part++) {
      server.client.data(1, "", "x".repeat(16_384));
    }
    assertThat(server.client.said()).isEmpty();

    slow.setReading(true);

    assertThat(server.client.said())
        .containsExactly("WINDOW_UPDATE 0 65536", "WINDOW_UPDATE 1 65536");
  }

  @Test
  void givesTheConnectionBackWhatADeadStreamHeld() {
    server.client.request(1, "", "POST");
    server.response().setReading(false);
    for (int part = 0; part < 4; part++) {
      server.client.data(1, "", "x".repeat(16_384));
    }

    server.client.reset(1, Http2Error.CANCEL);

    assertThat(server.client.said()).containsExactly("WINDOW_UPDATE 0 65536");
  }

  @Test
  void endsAStreamThatIgnoresItsWindow() {
    server.client.request(1, "", "POST");
    server.response().setReading(false);
    for (int part = 0; part < 5; part++) {
      server.client.data(1, "", "x".repeat(16_384));
    }

    assertThat(server.client.said())
        .contains("RST_STREAM 1 FLOW_CONTROL_ERROR")
        .doesNotContain("GOAWAY");
  }

  @Test
  void splitsWhatDoesNotFitIntoAFrame() {
    server.client.settings(INITIAL_WINDOW, 65_535).settingsAck();
    server.client.said();
    respond("x".repeat(40_000), true);

    assertThat(server.client.said())
        .containsExactly(
            "HEADERS 1 :status=200",
            "DATA 1 16384 bytes",
            "DATA 1 16384 bytes",
            "DATA 1 end 7232 bytes");
  }

  private void respond(String body, boolean end) {
    server.client.get(1);
    server.response().writeHead(Headers.response(200), false);
    server.response().writeData(text(body), end);
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
