package mesh.proxy.format.text;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * A string builder per thread, and a new one for whoever needs another while that one is in use.
 */
public final class Scratch {

  private static final int USUAL = 256;
  private static final int MOST_KEPT = 16 * 1024;

  private static final FastThreadLocal<Scratch> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected Scratch initialValue() {
          return new Scratch();
        }
      };

  private StringBuilder builder = new StringBuilder(USUAL);
  private boolean lent;

  private Scratch() {}

  /** An empty one; to be given back. */
  public static StringBuilder borrow() {
    Scratch own = OF_THREAD.get();
    if (own.lent) {
      return new StringBuilder(USUAL);
    }
    own.lent = true;
    own.builder.setLength(0);
    return own.builder;
  }

  /** To be called when the text was copied out. */
  public static void giveBack(StringBuilder borrowed) {
    Scratch own = OF_THREAD.get();
    if (own.builder == borrowed) {
      own.lent = false;
      if (borrowed.capacity() > MOST_KEPT) {
        own.builder = new StringBuilder(USUAL);
      }
    }
  }
}
