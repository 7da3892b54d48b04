package mesh.proxy.http.h2.head;

import static io.netty.handler.codec.http2.Http2Error.COMPRESSION_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.handler.codec.http2.Http2Exception;

/**
 * The Huffman code of header compression (RFC 7541 section 5.2).
 *
 * <p>The code is canonical: within a length codes grow with their symbols, and a longer code
 * follows on the last shorter one. So the lengths of appendix B say everything.
 */
final class Huffman {

  private static final int END = 256; // the end-of-string symbol, which no string may hold
  private static final int LONGEST = 30;

  /** Bits of the code of each symbol, from 0 to {@link #END}. */
  private static final byte[] LENGTHS = {
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, // 0
    28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, // 16
    6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, // space
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, // 0
    13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, // @
    7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, // P
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, // `
    6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, // p
    20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, // 128
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, // 144
    22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, // 160
    21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, // 176
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, // 192
    19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, // 208
    20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, // 224
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, // 240
    30 // END
  };

  private static final int[] CODES = new int[END + 1];
  private static final int[] SYMBOLS = new int[END + 1]; // by length, then by code
  private static final int[] FIRST_CODE = new int[LONGEST + 1]; // of that length
  private static final int[] FIRST_SYMBOL = new int[LONGEST + 1]; // its place in SYMBOLS
  private static final int[] COUNT = new int[LONGEST + 1];

  /**
   * For codes of up to eight bits, by the next eight bits: length times 256 plus symbol; else 0.
   */
  private static final short[] SHORT = new short[256];

  static {
    int code = 0;
    int place = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code <<= 1;
      FIRST_CODE[length] = code;
      FIRST_SYMBOL[length] = place;
      for (int symbol = 0; symbol <= END; symbol++) {
        if (LENGTHS[symbol] == length) {
          CODES[symbol] = code++;
          SYMBOLS[place++] = symbol;
          COUNT[length]++;
        }
      }
    }
    for (int symbol = 0; symbol < END; symbol++) {
      int free = 8 - LENGTHS[symbol];
      for (int rest = 0; free >= 0 && rest < 1 << free; rest++) {
        SHORT[(CODES[symbol] << free) | rest] = (short) ((LENGTHS[symbol] << 8) | symbol);
      }
    }
  }

  private Huffman() {}

  /** Most bytes that so many encoded ones can become. */
  static int longestDecoded(int encoded) {
    return encoded * 8 / 5;
  }

  /**
   * Decodes a string.
   *
   * @return the end of what was written to {@code out}
   */
  static int decode(byte[] in, int from, int to, byte[] out, int at) throws Http2Exception {
    long bits = 0; // the low ones count
    int count = 0;
    int next = from;
    while (true) {
      while (count <= 48 && next < to) {
        bits = (bits << 8) | (in[next++] & 0xFF);
        count += 8;
      }
      if (count < 8) {
        return decodeEnd(bits, count, out, at);
      }
      int entry = SHORT[(int) (bits >>> (count - 8)) & 0xFF];
      if (entry != 0) {
        out[at++] = (byte) entry;
        count -= entry >> 8;
      } else {
        int length = longLength(bits, count);
        if (length == 0) {
          return mustBePadding(bits, count, at);
        }
        out[at++] = (byte) symbol((int) (bits >>> (count - length)), length);
        count -= length;
      }
    }
  }

  /** Less than eight bits are left: short codes, and padding. */
  private static int decodeEnd(long bits, int count, byte[] out, int at) throws Http2Exception {
    int left = count;
    int end = at;
    while (left > 0) {
      int window = (int) ((bits << (8 - left)) | (0xFF >>> left)) & 0xFF; // ones behind the end
      int entry = SHORT[window];
      int length = entry >> 8;
      if (entry == 0 || length > left) {
        return mustBePadding(bits, left, end);
      }
      out[end++] = (byte) entry;
      left -= length;
    }
    return end;
  }

  /** Bits of the code of more than eight bits that comes next; 0 if it is not all there. */
  private static int longLength(long bits, int count) throws Http2Exception {
    for (int length = 9; length <= LONGEST && length <= count; length++) {
      int code = (int) (bits >>> (count - length)) & ((1 << length) - 1);
      int place = code - FIRST_CODE[length];
      if (place >= 0 && place < COUNT[length]) {
        if (SYMBOLS[FIRST_SYMBOL[length] + place] == END) {
          throw connectionError(COMPRESSION_ERROR, "End of string within a string");
        }
        return length;
      }
    }
    return 0;
  }

  private static int symbol(int code, int length) {
    return SYMBOLS[FIRST_SYMBOL[length] + (code & ((1 << length) - 1)) - FIRST_CODE[length]];
  }

  private static int mustBePadding(long bits, int count, int at) throws Http2Exception {
    long ones = (1L << count) - 1;
    if (count > 7 || (bits & ones) != ones) {
      throw connectionError(COMPRESSION_ERROR, "Padding of a string is not the end of string");
    }
    return at;
  }

  /** Bytes that the encoded string takes. */
  static int encodedLength(byte[] in, int from, int to) {
    long bits = 0;
    for (int at = from; at < to; at++) {
      bits += LENGTHS[in[at] & 0xFF];
    }
    return (int) ((bits + 7) / 8);
  }

  /** Encodes a string; {@code out} has room for {@link #encodedLength}. */
  static void encode(byte[] in, int from, int to, byte[] out, int start) {
    long bits = 0;
    int count = 0;
    int end = start;
    for (int at = from; at < to; at++) {
      int symbol = in[at] & 0xFF;
      bits = (bits << LENGTHS[symbol]) | CODES[symbol];
      count += LENGTHS[symbol];
      while (count >= 8) {
        count -= 8;
        out[end++] = (byte) (bits >>> count);
      }
    }
    if (count > 0) {
      out[end] = (byte) ((bits << (8 - count)) | (0xFF >>> count));
    }
  }
}
