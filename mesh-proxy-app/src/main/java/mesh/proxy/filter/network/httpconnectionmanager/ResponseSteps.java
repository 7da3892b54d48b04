package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.buffer.ByteBuf;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ReasonPhrase;

/**
 * Takes a response through the filters, last to first, to the client. Confined to its event loop.
 */
record ResponseSteps(HttpStream stream) implements FilterPass.Steps {

  @Override
  public int count() {
    return stream.filters().count();
  }

  private int last() {
    return stream.filters().count() - 1;
  }

  @Override
  public Verdict head(int step, Headers head, boolean end) {
    return stream.filters().at(last() - step).onResponseHead(stream, head, end);
  }

  @Override
  public Verdict data(int step, ByteBuf data, boolean end) {
    return stream.filters().at(last() - step).onResponseData(stream, data, end);
  }

  @Override
  public Verdict trailers(int step, Headers trailers) {
    return stream.filters().at(last() - step).onResponseTrailers(stream, trailers);
  }

  @Override
  public void headDone(Headers head, boolean end) {
    stream.sendHead(head, end);
  }

  @Override
  public void dataDone(ByteBuf data, boolean end) {
    stream.sendData(data, end);
  }

  @Override
  public void trailersDone(Headers trailers) {
    stream.sendTrailers(trailers);
  }

  @Override
  public void tooLarge() {
    stream.reply(new LocalReply(500, ReasonPhrase.of(500), "response_payload_too_large", null));
  }

  @Override
  public void reading(boolean reading) {
    TerminalFilter terminal = stream.terminal();
    if (terminal != null) {
      terminal.onDownstreamWritable(reading);
    }
  }

  @Override
  public void answer(LocalReply reply) {
    stream.reply(reply);
  }

  @Override
  public int limit() {
    return stream.bufferLimit();
  }
}
