package mesh.proxy.protobuf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Makes bytes that a string field takes. For what is not ASCII. */
final class Utf8 {

  private static final byte REPLACEMENT = '!'; // Envoy's

  private Utf8() {}

  /** Text as people write it. */
  static byte[] ofText(String text) {
    return text.getBytes(UTF_8);
  }

  /** Bytes as they came, a char each; those that are not UTF-8 are replaced. */
  static byte[] ofOctets(String octets) {
    byte[] bytes = octets.getBytes(ISO_8859_1);
    CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    var out = java.nio.CharBuffer.allocate(bytes.length);
    var result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int at = 0; at < result.length(); at++) {
        bytes[in.position() + at] = REPLACEMENT;
      }
      in.position(in.position() + result.length());
      decoder.reset();
      result = decoder.decode(in, out, true);
    }
    return bytes;
  }
}
