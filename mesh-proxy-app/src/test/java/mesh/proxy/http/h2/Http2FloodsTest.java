package mesh.proxy.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import mesh.proxy.http.h2.frame.FloodLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2FloodsTest {

  private final ServerUnderTest server =
      new ServerUnderTest(Http2Config.ENVOY.but().floods(new FloodLimits(40, 20, 1, 3, 1)).build());

  @AfterEach
  void leavesNothingBehind() {
    server.client.finish();
    assertThat(server.stats.streamsActive().value()).isZero();
  }

  @Test
  void endsAConnectionThatSendsEmptyData() {
    server.client.request(1, "", "POST").data(1, "", "").data(1, "", "x").data(1, "", "");
    assertThat(server.client.said()).isEmpty();

    server.client.data(1, "", "");

    assertThat(server.client.said()).containsExactly("GOAWAY 1 ENHANCE_YOUR_CALM");
    assertThat(server.told().getLast())
        .isEqualTo("reset PROTOCOL_ERROR http2.inbound_empty_frames_flood");
    assertThat(server.stats.inboundEmptyFramesFlood().value()).isOne();
    assertThat(server.client.isClosed()).isTrue();
  }

  @Test
  void endsAConnectionThatSendsEmptyContinuations() {
    server.client.frame(Peer.HEADERS, 0, 1);
    server.client.frame(Peer.CONTINUATION, 0, 1);

    assertThat(server.client.said()).containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    assertThat(server.stats.inboundEmptyFramesFlood().value()).isOne();
  }

  @Test
  void endsAConnectionThatCutsABlockIntoCrumbs() {
    server.client.frame(Peer.HEADERS, 0, 1, new byte[] {(byte) 0x82});
    for (int crumb = 0; crumb < 40 && !server.client.isClosed(); crumb++) {
      server.client.frame(Peer.CONTINUATION, 0, 1, new byte[] {(byte) 0x84});
    }

    assertThat(server.client.said()).containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
  }

  @Test
  void endsAConnectionThatReordersWithoutEnd() {
    server.client.get(1);
    server.answer(200);
    for (int frame = 0; frame < 6; frame++) {
      server.client.frame(Peer.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 16});
    }
    assertThat(server.client.said()).containsExactly("HEADERS 1 end :status=200");

    server.client.frame(Peer.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 16});

    assertThat(server.client.said()).containsExactly("GOAWAY 1 ENHANCE_YOUR_CALM");
    assertThat(server.stats.inboundPriorityFramesFlood().value()).isOne();
  }

  @Test
  void endsAConnectionThatOpensWindowsForNothing() {
    for (int frame = 0; frame < 5; frame++) {
      server.client.window(0, 1);
    }
    assertThat(server.client.said()).isEmpty();

    server.client.window(0, 1);

    assertThat(server.client.said()).containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    assertThat(server.stats.inboundWindowUpdateFramesFlood().value()).isOne();
  }

  @Test
  void endsAConnectionThatDoesNotReadItsAnswers() {
    server.client.channel().config().setAutoRead(true);
    server.client.stopReading();
    for (int frame = 0; frame <= 20; frame++) {
      server.client.ping(frame);
    }

    assertThat(server.client.isClosed()).isTrue();
    assertThat(server.stats.outboundControlFlood().value()).isOne();
  }

  @Test
  void endsAConnectionThatDoesNotReadItsResponses() {
    server.client.stopReading();
    for (int stream = 1; stream <= 81; stream += 2) {
      server.client.get(stream);
      server.answer(200);
    }

    assertThat(server.client.isClosed()).isTrue();
    assertThat(server.stats.outboundFlood().value()).isOne();
  }
}
