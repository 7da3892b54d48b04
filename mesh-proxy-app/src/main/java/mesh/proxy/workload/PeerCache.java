package mesh.proxy.workload;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Workloads by what they say of themselves, so that a header is decoded once. Shared by all loops.
 *
 * <p>By the whole header, not by the name beside it: a peer that lies about its name must not
 * change who another one is.
 */
public final class PeerCache {

  private static final int MOST = 500; // Istio's bound
  private static final int LONGEST = 8 * 1024; // characters; a real one has some 300

  private final ConcurrentHashMap<String, Workload> known = new ConcurrentHashMap<>();

  /** The same instance for the same header while it is remembered; null for one that is broken. */
  public @Nullable Workload of(String header) {
    Workload cached = known.get(header);
    if (cached != null) {
      return cached;
    }
    Workload decoded = header.length() > LONGEST ? null : PeerMetadata.decode(header);
    if (decoded == null) {
      return null;
    }
    if (known.size() >= MOST) {
      known.clear(); // cheap to fill again; which of them still call is not known
    }
    known.put(header, decoded);
    return decoded;
  }
}
