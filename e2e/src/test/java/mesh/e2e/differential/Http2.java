package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/2 frames as bytes and as text; takes everything, judges nothing. */
final class Http2 {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  private static final int HEAD = 9;
  private static final int PREFIX_OF_7_BITS = 127;
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;

  /** A frame as it arrived. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Frame(int type, int flags, int stream, byte[] payload) {

    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    boolean endsStream() {
      return type == RST_STREAM || ((type == DATA || type == HEADERS) && has(END_STREAM));
    }

    // Padding and priority say nothing that a case looks at.
    byte[] content() {
      int from = 0;
      int to = payload.length;
      if (has(PADDED) && (type == DATA || type == HEADERS)) {
        to -= payload[0] & 0xff;
        from = 1;
      }
      if (type == HEADERS && has(PRIORITY)) {
        from += 5;
      }
      return Arrays.copyOfRange(payload, from, to);
    }
  }

  /** All frames that have arrived whole. */
  static List<Frame> frames(byte[] bytes, boolean preface) {
    List<Frame> found = new ArrayList<>();
    int at = preface ? PREFACE.length : 0;
    while (at + HEAD <= bytes.length) {
      ByteBuffer head = ByteBuffer.wrap(bytes, at, HEAD);
      int lengthAndType = head.getInt();
      int length = lengthAndType >>> 8;
      int flags = head.get() & 0xff;
      int stream = head.getInt() & Integer.MAX_VALUE;
      if (at + HEAD + length > bytes.length) {
        break;
      }
      byte[] payload = Arrays.copyOfRange(bytes, at + HEAD, at + HEAD + length);
      found.add(new Frame(lengthAndType & 0xff, flags, stream, payload));
      at += HEAD + length;
    }
    return found;
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEAD + payload.length)
        .putInt((payload.length << 8) | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** Everything but the housekeeping: per stream in order of their numbers, then the connection. */
  static List<String> seen(byte[] bytes, boolean preface) {
    if (preface && bytes.length < PREFACE.length) {
      return bytes.length == 0 ? List.of() : List.of("\"" + Wire.shown(bytes) + "\"");
    }
    Map<Integer, StreamSeen> streams = new TreeMap<>();
    List<String> connection = new ArrayList<>();
    var decoder = new HeaderDecoder();
    for (Frame frame : frames(bytes, preface)) {
      if (frame.type() == GOAWAY) {
        connection.add("GOAWAY " + ByteBuffer.wrap(frame.payload()).getInt(4));
      } else if (frame.stream() > 0) {
        streams.computeIfAbsent(frame.stream(), number -> new StreamSeen()).add(frame, decoder);
      }
    }
    List<String> lines = new ArrayList<>();
    streams.forEach((number, seen) -> lines.addAll(seen.lines(number)));
    lines.addAll(connection);
    return lines;
  }

  /** What one stream carried. */
  private static final class StreamSeen {

    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean ended;

    void add(Frame frame, HeaderDecoder decoder) {
      switch (frame.type()) {
        case HEADERS, CONTINUATION -> {
          block.writeBytes(frame.content());
          if (frame.has(END_HEADERS)) {
            flushBody();
            lines.addAll(decoder.decode(block.toByteArray()));
            block.reset();
          }
        }
        case DATA -> body.writeBytes(frame.content());
        case RST_STREAM -> {
          flushBody();
          lines.add("RST_STREAM " + ByteBuffer.wrap(frame.payload()).getInt());
        }
        default -> {}
      }
      ended |= frame.endsStream();
    }

    List<String> lines(int number) {
      flushBody();
      List<String> all = new ArrayList<>();
      all.add("stream " + number + (ended ? "" : " (not ended)"));
      all.addAll(Seen.indented(lines));
      return all;
    }

    private void flushBody() {
      if (body.size() > 0) {
        lines.add("\"" + Wire.shown(body.toByteArray()) + "\"");
        body.reset();
      }
    }
  }

  /** HPACK, towards us. */
  static final class HeaderDecoder {

    private final DefaultHttp2HeadersDecoder decoder =
        new DefaultHttp2HeadersDecoder(false, 1 << 20);

    List<String> decode(byte[] block) {
      try {
        Http2Headers headers = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block));
        List<String> lines = new ArrayList<>();
        headers.forEach(entry -> lines.add(entry.getKey() + ": " + entry.getValue()));
        lines.sort(Seen.byName());
        return lines;
      } catch (Http2Exception e) {
        return List.of("(undecodable header block: " + e.getMessage() + ")");
      }
    }
  }

  /** HPACK at its simplest: literals in their order, no table, no Huffman code. */
  static byte[] headerBlock(List<Map.Entry<String, String>> headers) {
    var out = new ByteArrayOutputStream();
    for (Map.Entry<String, String> header : headers) {
      out.write(0);
      literal(header.getKey(), out);
      literal(header.getValue(), out);
    }
    return out.toByteArray();
  }

  private static void literal(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    if (bytes.length < PREFIX_OF_7_BITS) {
      out.write(bytes.length);
    } else {
      out.write(PREFIX_OF_7_BITS);
      int rest = bytes.length - PREFIX_OF_7_BITS;
      for (; rest >= 128; rest >>>= 7) {
        out.write((rest & 127) | 128);
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  /** A head as HTTP/2 writes it: what a request leaves out gets the usual value. */
  static List<Map.Entry<String, String>> request(List<Map.Entry<String, String>> written) {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put(":method", "GET");
    usual.put(":scheme", "http");
    usual.put(":path", "/");
    usual.put(":authority", "a");
    List<Map.Entry<String, String>> all = new ArrayList<>();
    written.forEach(header -> usual.remove(header.getKey()));
    usual.forEach((name, value) -> all.add(Map.entry(name, value)));
    written.stream().filter(header -> !header.getValue().equals("(none)")).forEach(all::add);
    return all;
  }

  private Http2() {}
}
