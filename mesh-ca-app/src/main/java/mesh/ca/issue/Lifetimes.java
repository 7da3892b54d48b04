package mesh.ca.issue;

import java.time.Duration;
import mesh.config.InvalidConfigException;

/**
 * How long certificates are valid. Immutable.
 *
 * @param usual of those that ask for nothing
 * @param longest that anybody gets
 */
public record Lifetimes(Duration usual, Duration longest) {

  public Lifetimes {
    if (usual.toSeconds() < 1 || usual.compareTo(longest) > 0) {
      throw new InvalidConfigException("mesh.ca.ttl", usual, "1s.." + longest);
    }
  }

  /**
   * What a request gets.
   *
   * @param seconds that it asks for; 0 for the usual
   * @throws InvalidConfigException if that is negative or too long
   */
  public Duration of(long seconds) {
    if (seconds == 0) {
      return usual;
    }
    if (seconds < 0 || seconds > longest.toSeconds()) {
      throw new InvalidConfigException(
          "validity_duration", seconds, "1.." + longest.toSeconds() + " seconds, or 0");
    }
    return Duration.ofSeconds(seconds);
  }
}
