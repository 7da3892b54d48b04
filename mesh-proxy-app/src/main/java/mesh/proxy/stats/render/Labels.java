package mesh.proxy.stats.render;

import java.util.List;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stats.tag.TagRules;

/**
 * What Prometheus calls a metric: Envoy's are {@code envoy_} and the name without its tags; those
 * of scopes with labels of their own are the last part of the name.
 */
record Labels(Stats stats, TagRules rules) {

  /**
   * One metric.
   *
   * @param family Prometheus' letters only
   * @param statistic for people
   */
  record Named(String family, String statistic, List<Tag> labels) {}

  Named of(Reading reading) {
    List<Tag> own = stats.labels(reading.prefix());
    if (own != null) {
      String name = reading.metric().leafName();
      return new Named(sanitized(name), name, own);
    }
    TagRules.Tagged tagged = rules.split(reading.name());
    return new Named("envoy_" + sanitized(tagged.name()), tagged.name(), tagged.tags());
  }

  /** Prometheus' letters only, and no digit in front. */
  static String sanitized(String name) {
    var clean = new StringBuilder(name.length());
    for (int at = 0; at < name.length(); at++) {
      char letter = name.charAt(at);
      boolean allowed =
          letter >= 'a' && letter <= 'z'
              || letter >= 'A' && letter <= 'Z'
              || letter == '_'
              || letter >= '0' && letter <= '9';
      clean.append(allowed ? letter : '_');
    }
    return !clean.isEmpty() && Character.isDigit(clean.charAt(0))
        ? clean.insert(0, '_').toString()
        : clean.toString();
  }
}
