package mesh.proxy.route.ratelimit;

import java.util.List;

/**
 * What a request is counted under. Immutable.
 *
 * @param entries in the order of the actions; order matters
 */
public record Descriptor(List<Entry> entries) {

  /** One key with the request's value. */
  public record Entry(String key, String value) {

    @Override
    public String toString() {
      return key + "=" + value;
    }
  }

  public Descriptor {
    entries = List.copyOf(entries);
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
