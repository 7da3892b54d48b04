package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.buffer.ByteBuf;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ReasonPhrase;

/**
 * Takes a request through the filters, first to last, to the terminal filter. Confined to its event
 * loop.
 */
record RequestSteps(HttpStream stream) implements FilterPass.Steps {

  static final String TOO_LARGE = "request_payload_too_large";

  @Override
  public int count() {
    return stream.filters().count();
  }

  @Override
  public Verdict head(int step, Headers head, boolean end) {
    return stream.filters().at(step).onRequestHead(stream, head, end);
  }

  @Override
  public Verdict data(int step, ByteBuf data, boolean end) {
    return stream.filters().at(step).onRequestData(stream, data, end);
  }

  @Override
  public Verdict trailers(int step, Headers trailers) {
    return stream.filters().at(step).onRequestTrailers(stream, trailers);
  }

  @Override
  public void headDone(Headers head, boolean end) {
    TerminalFilter terminal = stream.terminal();
    if (terminal != null) {
      terminal.onRequestHead(head, end);
    }
  }

  @Override
  public void dataDone(ByteBuf data, boolean end) {
    TerminalFilter terminal = stream.terminal();
    if (terminal != null) {
      terminal.onRequestData(data, end);
    } else {
      data.release();
    }
  }

  @Override
  public void trailersDone(Headers trailers) {
    TerminalFilter terminal = stream.terminal();
    if (terminal != null) {
      terminal.onRequestTrailers(trailers);
    }
  }

  @Override
  public void tooLarge() {
    stream.stats().tooLarge();
    stream.reply(new LocalReply(413, ReasonPhrase.of(413), TOO_LARGE, null));
  }

  @Override
  public void reading(boolean reading) {
    stream.readRequest(reading);
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
