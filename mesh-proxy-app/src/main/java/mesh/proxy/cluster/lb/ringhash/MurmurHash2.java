package mesh.proxy.cluster.lb.ringhash;

/**
 * MurmurHash2, 64 bits, as {@code std::hash<string>} of GNU libstdc++ computes it.
 *
 * <p>Source: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash2.cpp, MurmurHash64A.
 * Characters are bytes: what is hashed is ASCII.
 */
final class MurmurHash2 {

  private static final long SEED = 0xC70F6907L;
  private static final long MULTIPLIER = 0xC6A4A7935BD1E995L;
  private static final int SHIFT = 47;

  private MurmurHash2() {}

  static long hash(String text) {
    int length = text.length();
    long hash = SEED ^ length * MULTIPLIER;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      long block = little(text, at, Long.BYTES) * MULTIPLIER;
      block = (block ^ block >>> SHIFT) * MULTIPLIER;
      hash = (hash ^ block) * MULTIPLIER;
    }
    if (at < length) {
      hash = (hash ^ little(text, at, length - at)) * MULTIPLIER;
    }
    hash = (hash ^ hash >>> SHIFT) * MULTIPLIER;
    return hash ^ hash >>> SHIFT;
  }

  private static long little(String text, int from, int bytes) {
    long value = 0;
    for (int at = bytes - 1; at >= 0; at--) {
      value = value << Byte.SIZE | text.charAt(from + at) & 0xFF;
    }
    return value;
  }
}
