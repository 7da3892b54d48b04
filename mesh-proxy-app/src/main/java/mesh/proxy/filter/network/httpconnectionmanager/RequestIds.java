package mesh.proxy.filter.network.httpconnectionmanager;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.ThreadLocalRandom;

/** Random UUIDs (RFC 9562 version 4) as text; unique, not secret. */
final class RequestIds {

  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  private RequestIds() {}

  static String next() {
    var random = ThreadLocalRandom.current();
    long high = random.nextLong() & 0xffffffff_ffff0fffL | 0x00000000_00004000L;
    long low = random.nextLong() & 0x3fffffff_ffffffffL | 0x80000000_00000000L;
    byte[] text = new byte[36];
    put(high >>> 32, 8, text, 0);
    text[8] = '-';
    put(high >>> 16, 4, text, 9);
    text[13] = '-';
    put(high, 4, text, 14);
    text[18] = '-';
    put(low >>> 48, 4, text, 19);
    text[23] = '-';
    put(low, 12, text, 24);
    return new String(text, ISO_8859_1);
  }

  private static void put(long bits, int digits, byte[] text, int at) {
    for (int digit = digits - 1; digit >= 0; digit--) {
      text[at + digit] = HEX[(int) (bits & 15)];
      bits >>>= 4;
    }
  }
}
