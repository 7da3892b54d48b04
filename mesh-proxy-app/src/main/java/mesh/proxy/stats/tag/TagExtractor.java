package mesh.proxy.stats.tag;

import org.jspecify.annotations.Nullable;

/** Finds one tag in names of metrics. Immutable. */
sealed interface TagExtractor permits RegexTag, TokenTag {

  /**
   * A tag that was found.
   *
   * @param from first character to take out of the name
   * @param to behind the last one
   */
  record Found(String value, int from, int to) {}

  String tagName();

  /** The first part that a name must have, without its dot; empty if any will do. */
  String firstToken();

  /** Null if the tag is not there. */
  @Nullable Found find(String metricName);
}
