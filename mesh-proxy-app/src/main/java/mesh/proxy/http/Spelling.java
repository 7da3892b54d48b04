package mesh.proxy.http;

import java.util.HashMap;
import java.util.Map;

/**
 * The names of one head's fields as their sender wrote them, for peers that tell {@code ETag} from
 * {@code etag}. Confined to one event loop.
 *
 * <p>Source: Envoy's {@code preserve_case}.
 */
public final class Spelling {

  private final Map<String, String> given = new HashMap<>();

  /** Notes a name; of several spellings the first counts. */
  public void add(String lower, String written) {
    given.putIfAbsent(lower, written);
  }

  /** The name as it was written, or as it is here if nobody wrote it. */
  public String of(String lower) {
    return given.getOrDefault(lower, lower);
  }
}
