package mesh.proxy.http.h1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tidies the head of a response that the strict reader refused: lines that end in a bare LF, lines
 * that are folded (RFC 9112 section 5.2), a CR that ends nothing. Old servers send such, and what
 * goes on to the client is clean. Never used for requests.
 */
final class UntidyHead {

  private UntidyHead() {}

  /**
   * The same head as it ought to be.
   *
   * @return null if there is nothing to tidy
   */
  static byte @Nullable [] tidied(byte[] bytes, int from, int to) {
    var tidy = new byte[2 * (to - from)];
    int length = 0;
    int lines = 0;
    boolean changed = false;
    for (int at = from; at < to; at++) {
      byte next = bytes[at];
      if (next == Syntax.CR) {
        changed |= at + 1 >= to || bytes[at + 1] != Syntax.LF;
      } else if (next != Syntax.LF) {
        tidy[length++] = next;
      } else if (lines++ > 0 && at + 1 < to && Syntax.isWhitespace(bytes[at + 1])) {
        changed = true; // the fold goes, its white space stays
      } else {
        changed |= at == from || bytes[at - 1] != Syntax.CR;
        tidy[length++] = Syntax.CR;
        tidy[length++] = Syntax.LF;
      }
    }
    return changed ? Arrays.copyOf(tidy, length) : null;
  }
}
