package mesh.telemetry.policy.extauthz;

import mesh.config.InvalidConfigException;

/**
 * A text, with a star at its end, at its start or alone: as in Istio's AuthorizationPolicy.
 * Immutable.
 */
sealed interface TextPattern {

  /** Exactly this. */
  record Exact(String text) implements TextPattern {}

  /** It begins so: {@code /admin/*}. */
  record Prefix(String text) implements TextPattern {}

  /** It ends so: {@code *.example.com}. */
  record Suffix(String text) implements TextPattern {}

  /** It is there and not empty: {@code *}. */
  record Present() implements TextPattern {}

  /**
   * Reads a pattern.
   *
   * @param field for the message
   */
  static TextPattern parse(String field, String text) {
    int star = text.indexOf('*');
    if (text.equals("*")) {
      return new Present();
    }
    if (star < 0 && !text.isEmpty()) {
      return new Exact(text);
    }
    if (star >= 0 && text.lastIndexOf('*') == star) {
      if (star == text.length() - 1) {
        return new Prefix(text.substring(0, star));
      }
      if (star == 0) {
        return new Suffix(text.substring(1));
      }
    }
    throw new InvalidConfigException(field, text, "a text, TEXT*, *TEXT or *");
  }

  default boolean matches(String value) {
    return switch (this) {
      case Exact exact -> value.equals(exact.text());
      case Prefix prefix -> value.startsWith(prefix.text());
      case Suffix suffix -> value.endsWith(suffix.text());
      case Present() -> !value.isEmpty();
    };
  }
}
