package mesh.proxy.filter.listener.httpinspector;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/** Looks for HTTP/2's preface, then for a request line. Shared: it has no state. */
final class HttpInspectorFilter implements ListenerFilter {

  /** The {@code http_inspector.} statistics. Shared by all loops. */
  record Found(Counter http10, Counter http11, Counter http2, Counter none) {

    static Found of(Stats root) {
      Stats scope = root.scope("http_inspector");
      return new Found(
          scope.counter("http10_found"),
          scope.counter("http11_found"),
          scope.counter("http2_found"),
          scope.counter("http_not_found"));
    }
  }

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_LINE = 8192;
  private static final int LONGEST_METHOD = 32;

  private final Found found;

  HttpInspectorFilter(Found found) {
    this.found = found;
  }

  @Override
  public Verdict onAccept(Channel channel, ConnectionInfo info) {
    return info.transportProtocol().equals("raw_buffer") ? Verdict.NEED_MORE : Verdict.DONE;
  }

  @Override
  public Verdict onBytes(ByteBuf data, ConnectionInfo info) {
    if (beginsAsPreface(data)) {
      return data.readableBytes() < PREFACE.length
          ? Verdict.NEED_MORE
          : decide(info, "h2c", found.http2());
    }
    int from = data.readerIndex();
    int lineEnd = data.forEachByte(ByteProcessor.FIND_LF);
    if (lineEnd < 0) {
      return data.readableBytes() < LONGEST_LINE && mayBeRequestLine(data)
          ? Verdict.NEED_MORE
          : nothing();
    }
    String line = data.toString(from, lineEnd - from, StandardCharsets.US_ASCII).stripTrailing();
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !isMethod(parts[0])) {
      return nothing();
    }
    return switch (parts[2]) {
      case "HTTP/1.1" -> decide(info, "http/1.1", found.http11());
      case "HTTP/1.0" -> decide(info, "http/1.0", found.http10());
      default -> nothing();
    };
  }

  private static Verdict decide(ConnectionInfo info, String protocol, Counter counter) {
    counter.increment();
    info.offeredProtocols(List.of(protocol));
    return Verdict.DONE;
  }

  private Verdict nothing() {
    found.none().increment();
    return Verdict.DONE;
  }

  private static boolean beginsAsPreface(ByteBuf data) {
    int length = Math.min(data.readableBytes(), PREFACE.length);
    for (int at = 0; at < length; at++) {
      if (data.getByte(data.readerIndex() + at) != PREFACE[at]) {
        return false;
      }
    }
    return length > 0;
  }

  // True while the first word looks like a method: keeps server-first and binary protocols from
  // waiting.
  private static boolean mayBeRequestLine(ByteBuf data) {
    int length = Math.min(data.readableBytes(), LONGEST_METHOD);
    for (int at = 0; at < length; at++) {
      int letter = data.getByte(data.readerIndex() + at);
      if (letter == ' ') {
        return at > 0;
      }
      if (!isMethodLetter(letter)) {
        return false;
      }
    }
    return length < LONGEST_METHOD;
  }

  private static boolean isMethod(String word) {
    return !word.isEmpty()
        && word.length() < LONGEST_METHOD
        && word.chars().allMatch(HttpInspectorFilter::isMethodLetter);
  }

  private static boolean isMethodLetter(int letter) {
    return letter >= 'A' && letter <= 'Z' || letter == '-' || letter == '_';
  }
}
