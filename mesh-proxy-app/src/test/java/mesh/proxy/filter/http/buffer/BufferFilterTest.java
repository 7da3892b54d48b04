package mesh.proxy.filter.http.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.FakeStream;
import mesh.proxy.filter.http.FilterHost;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferFilterTest {

  private final FilterHost host = new FilterHost();
  private final BufferFilter filter = new BufferFilter("buffer", new MostBytes(100));

  @AfterEach
  void closeHost() {
    host.close();
  }

  @Test
  void holdsTheRequestUntilItIsComplete() {
    FakeStream stream = stream();

    assertThat(filter.onRequestHead(stream, stream.requestHead(), false))
        .isEqualTo(Verdict.Flow.COLLECT);
    assertThat(stream.collectedRequest).isEqualTo(100);
    assertThat(filter.onRequestData(stream, bytes(4), false)).isEqualTo(Verdict.Flow.COLLECT);
    assertThat(filter.onRequestData(stream, bytes(3), true)).isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(stream.requestHead().get(HeaderNames.CONTENT_LENGTH)).isEqualTo("7");
  }

  @Test
  void trailersCompleteTheRequest() {
    FakeStream stream = stream();

    filter.onRequestHead(stream, stream.requestHead(), false);
    filter.onRequestData(stream, bytes(4), false);

    assertThat(filter.onRequestTrailers(stream, new Headers())).isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(stream.requestHead().get(HeaderNames.CONTENT_LENGTH)).isEqualTo("4");
  }

  @Test
  void leavesTheClientsLengthAlone() {
    FakeStream stream = stream();
    stream.requestHead().add(HeaderNames.CONTENT_LENGTH, "4");

    filter.onRequestHead(stream, stream.requestHead(), false);
    filter.onRequestData(stream, bytes(4), true);

    assertThat(stream.requestHead().joined(HeaderNames.CONTENT_LENGTH)).isEqualTo("4");
  }

  @Test
  void letsRequestsWithoutBodyPass() {
    FakeStream stream = stream();

    assertThat(filter.onRequestHead(stream, stream.requestHead(), true))
        .isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(stream.requestHead().contains(HeaderNames.CONTENT_LENGTH)).isFalse();
  }

  private FakeStream stream() {
    var address = new InetSocketAddress("10.0.0.1", 80);
    var connection = new ConnectionInfo(address, address);
    return new FakeStream(host, connection, Headers.request("POST", "http", "a", "/"), null);
  }

  private static ByteBuf bytes(int count) {
    return Unpooled.wrappedBuffer(new byte[count]);
  }
}
