package mesh.proxy.hash;

/**
 * XXH64, as Envoy hashes requests and the hosts of a ring. Allocates nothing.
 *
 * <p>Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, XXH64 algorithm.
 * Characters of a string are bytes: header values are Latin-1 where they are not ASCII.
 */
public final class XxHash64 {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private XxHash64() {}

  /** The hash with seed 0. */
  public static long hash(CharSequence text) {
    return hash(text, 0);
  }

  public static long hash(CharSequence text, long seed) {
    int length = text.length();
    int at = 0;
    long hash;
    if (length >= STRIPE) {
      long first = seed + PRIME_1 + PRIME_2;
      long second = seed + PRIME_2;
      long third = seed;
      long fourth = seed - PRIME_1;
      for (; at <= length - STRIPE; at += STRIPE) {
        first = round(first, eight(text, at));
        second = round(second, eight(text, at + 8));
        third = round(third, eight(text, at + 16));
        fourth = round(fourth, eight(text, at + 24));
      }
      hash =
          Long.rotateLeft(first, 1)
              + Long.rotateLeft(second, 7)
              + Long.rotateLeft(third, 12)
              + Long.rotateLeft(fourth, 18);
      hash = merge(merge(merge(merge(hash, first), second), third), fourth);
    } else {
      hash = seed + PRIME_5;
    }
    return avalanche(rest(text, at, hash + length));
  }

  private static long rest(CharSequence text, int from, long start) {
    long hash = start;
    int length = text.length();
    int at = from;
    for (; at <= length - 8; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, eight(text, at)), 27) * PRIME_1 + PRIME_4;
    }
    if (at <= length - 4) {
      hash = Long.rotateLeft(hash ^ (four(text, at) * PRIME_1), 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < length; at++) {
      hash = Long.rotateLeft(hash ^ ((text.charAt(at) & 0xff) * PRIME_5), 11) * PRIME_1;
    }
    return hash;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }

  private static long avalanche(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
    mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
    return mixed ^ (mixed >>> 32);
  }

  private static long eight(CharSequence text, int at) {
    return four(text, at) | (four(text, at + 4) << 32);
  }

  // Little endian.
  private static long four(CharSequence text, int at) {
    return (text.charAt(at) & 0xffL)
        | ((text.charAt(at + 1) & 0xffL) << 8)
        | ((text.charAt(at + 2) & 0xffL) << 16)
        | ((text.charAt(at + 3) & 0xffL) << 24);
  }
}
