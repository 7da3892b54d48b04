package mesh.proxy.filter.http.buffer;

import io.netty.buffer.ByteBuf;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.filter.http.Verdict.Flow;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;

/** Holds one request back. Confined to its event loop. */
final class BufferFilter implements HttpFilter {

  private final String name;
  private final MostBytes configured;
  private boolean collecting;
  private long bytes;

  BufferFilter(String name, MostBytes configured) {
    this.name = name;
    this.configured = configured;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    MostBytes most = stream.routeConfig(name) instanceof MostBytes own ? own : configured;
    if (endStream || most.bytes() == 0) {
      return Flow.CONTINUE;
    }
    collecting = true;
    stream.limitCollectedRequest(most.bytes());
    return Flow.COLLECT;
  }

  @Override
  public Verdict onRequestData(StreamContext stream, ByteBuf data, boolean endStream) {
    bytes += data.readableBytes();
    if (collecting && !endStream) {
      return Flow.COLLECT;
    }
    complete(stream);
    return Flow.CONTINUE;
  }

  @Override
  public Verdict onRequestTrailers(StreamContext stream, Headers trailers) {
    complete(stream);
    return Flow.CONTINUE;
  }

  /** Now the length is known, whatever the client sent. */
  private void complete(StreamContext stream) {
    Headers head = stream.requestHead();
    if (collecting && !head.contains(HeaderNames.CONTENT_LENGTH)) {
      head.add(HeaderNames.CONTENT_LENGTH, Long.toString(bytes));
    }
    collecting = false;
  }
}
