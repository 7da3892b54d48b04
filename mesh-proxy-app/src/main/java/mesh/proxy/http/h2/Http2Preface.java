package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** The bytes with which a client that knows our protocol begins (RFC 9113 section 3.4). */
public final class Http2Preface {

  /** What the bytes so far say. */
  public enum Answer {
    YES,
    NO,
    /** All bytes so far match, but there are too few. */
    NEED_MORE
  }

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  private Http2Preface() {}

  /**
   * Compares without reading.
   *
   * @param in first bytes of a connection; neither moved nor released
   */
  public static Answer matches(ByteBuf in) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    int from = in.readerIndex();
    for (int at = 0; at < length; at++) {
      if (in.getByte(from + at) != PREFACE[at]) {
        return Answer.NO;
      }
    }
    return length == PREFACE.length ? Answer.YES : Answer.NEED_MORE;
  }
}
