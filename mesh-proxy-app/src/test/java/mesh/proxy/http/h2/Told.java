package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;

/** A decoder half that writes down what it is told. */
class Told implements StreamDecoder {

  private List<String> lines = new ArrayList<>();

  /** What was told since the last time. */
  List<String> take() {
    List<String> taken = lines;
    lines = new ArrayList<>();
    return taken;
  }

  @Override
  public void onHead(Headers head, boolean endStream) {
    lines.add("head" + end(endStream) + text(head));
  }

  @Override
  public void onData(ByteBuf data, boolean endStream) {
    String text = data.toString(ISO_8859_1);
    data.release();
    lines.add(
        "data" + end(endStream) + " " + (text.length() > 40 ? text.length() + " bytes" : text));
  }

  @Override
  public void onTrailers(Headers trailers) {
    lines.add("trailers" + text(trailers));
  }

  @Override
  public void onInformational(Headers head) {
    lines.add("informational" + text(head));
  }

  @Override
  public void onReset(ResetReason reason, String details) {
    lines.add("reset " + reason + " " + details);
  }

  @Override
  public void onWritable(boolean writable) {
    lines.add(writable ? "writable" : "not writable");
  }

  private static String end(boolean end) {
    return end ? " end" : "";
  }

  private static String text(Headers headers) {
    var text = new StringBuilder();
    headers.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.toString();
  }
}
