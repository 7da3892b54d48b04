package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.ArrayDeque;
import java.util.Locale;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How paths are made canonical before routing. Immutable.
 *
 * <p>Source: RFC 3986 section 6; Envoy's {@code normalize_path}, {@code merge_slashes}, {@code
 * path_with_escaped_slashes_action}.
 *
 * @param normalize remove dot segments, decode what need not be encoded
 * @param mergeSlashes {@code //} becomes {@code /}
 * @param escapedSlashes what becomes of {@code %2F} and {@code %5C}
 */
record PathRules(boolean normalize, boolean mergeSlashes, EscapedSlashes escapedSlashes) {

  /** What becomes of an encoded slash. */
  enum EscapedSlashes {
    KEEP,
    REJECT,
    UNESCAPE_AND_REDIRECT,
    UNESCAPE_AND_FORWARD
  }

  private static final LocalReply REFUSED = new LocalReply(400, "path_normalization_failed");

  @Nullable LocalReply apply(Headers head) {
    String path = head.path();
    if (path.indexOf('#') >= 0) {
      return REFUSED; // a fragment never goes over the wire
    }
    if (!normalize && !mergeSlashes && escapedSlashes == EscapedSlashes.KEEP
        || !path.startsWith("/")) {
      return null;
    }
    int query = path.indexOf('?');
    String only = query < 0 ? path : path.substring(0, query);
    String rest = query < 0 ? "" : path.substring(query);
    boolean escaped = escapedSlashes != EscapedSlashes.KEEP && hasEscapedSlash(only);
    String canonical = only;
    if (escaped) {
      canonical = unescapeSlashes(only);
      head.set(HeaderNames.PATH, canonical + rest); // what logs show, even of a refusal
      if (escapedSlashes == EscapedSlashes.REJECT) {
        return REFUSED;
      }
    }
    if (normalize) {
      canonical = normalized(canonical);
      if (canonical == null) {
        return REFUSED;
      }
    }
    if (mergeSlashes) {
      canonical = merged(canonical);
    }
    if (!canonical.equals(only)) {
      head.set(HeaderNames.PATH, canonical + rest);
    }
    if (escaped && escapedSlashes == EscapedSlashes.UNESCAPE_AND_REDIRECT) {
      if (LocalReplies.isGrpc(head)) {
        return REFUSED; // its clients follow no redirect
      }
      var location = new Headers(2).add(HeaderNames.LOCATION, canonical + rest);
      return new LocalReply(307, "", "path_normalization_failed", null, location, -1);
    }
    return null;
  }

  private static boolean hasEscapedSlash(String path) {
    if (path.indexOf('%') < 0) {
      return false;
    }
    String upper = path.toUpperCase(Locale.ROOT);
    return upper.contains("%2F") || upper.contains("%5C");
  }

  private static String unescapeSlashes(String path) {
    return path.replace("%2F", "/").replace("%2f", "/").replace("%5C", "\\").replace("%5c", "\\");
  }

  /** Null if the path cannot be made canonical: it has a NUL. */
  private static @Nullable String normalized(String path) {
    String plain = path.indexOf('%') < 0 ? path : decodeUnreserved(path);
    if (plain == null) {
      return null;
    }
    plain = plain.replace('\\', '/');
    if (!plain.contains("/.")) {
      return plain;
    }
    var kept = new ArrayDeque<String>();
    String[] segments = plain.substring(1).split("/", -1);
    for (int at = 0; at < segments.length; at++) {
      String segment = segments[at];
      boolean last = at == segments.length - 1;
      if (isDots(segment, "..")) {
        kept.pollLast();
      } else if (!isDots(segment, ".")) {
        kept.addLast(segment);
        continue;
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** A dot segment may have parameters: {@code ..;a=b} climbs in more than one server. */
  private static boolean isDots(String segment, String dots) {
    return segment.startsWith(dots)
        && (segment.length() == dots.length() || segment.charAt(dots.length()) == ';');
  }

  /** Decodes {@code %41} and its like; null if there is a NUL. What is no escape stays. */
  private static @Nullable String decodeUnreserved(String path) {
    var decoded = new StringBuilder(path.length());
    for (int at = 0; at < path.length(); at++) {
      char character = path.charAt(at);
      if (character != '%') {
        decoded.append(character);
        continue;
      }
      int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
      int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
      if (high < 0 || low < 0) {
        decoded.append(character);
        continue;
      }
      if (high == 0 && low == 0) {
        return null;
      }
      char plain = (char) (high * 16 + low);
      if (plain < 128 && (Character.isLetterOrDigit(plain) || "-._~".indexOf(plain) >= 0)) {
        decoded.append(plain);
      } else {
        decoded.append(path, at, at + 3);
      }
      at += 2;
    }
    return decoded.toString();
  }

  private static String merged(String path) {
    if (!path.contains("//")) {
      return path;
    }
    var merged = new StringBuilder(path.length());
    for (int at = 0; at < path.length(); at++) {
      char character = path.charAt(at);
      if (character != '/' || merged.isEmpty() || merged.charAt(merged.length() - 1) != '/') {
        merged.append(character);
      }
    }
    return merged.length() == 1 ? "//" : merged.toString(); // as Envoy has it: two ends
  }
}
