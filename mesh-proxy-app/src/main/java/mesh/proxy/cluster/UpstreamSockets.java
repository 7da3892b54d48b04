package mesh.proxy.cluster;

import java.util.List;
import java.util.Map;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.tls.UpstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * The transport sockets of a cluster, ready for use. Immutable.
 *
 * @param usual null for plaintext
 * @param matches the first that fits an endpoint's metadata replaces {@code usual}
 */
record UpstreamSockets(@Nullable UpstreamTls usual, List<Match> matches) {

  static final UpstreamSockets PLAINTEXT = new UpstreamSockets(null, List.of());

  UpstreamSockets {
    matches = List.copyOf(matches);
  }

  record Match(Map<String, Object> criteria, @Nullable UpstreamTls tls) {

    boolean fits(Map<String, Object> metadata) {
      for (Map.Entry<String, Object> wanted : criteria.entrySet()) {
        if (!wanted.getValue().equals(metadata.get(wanted.getKey()))) {
          return false;
        }
      }
      return true;
    }
  }

  /** False while a secret is still to come that is worth waiting for. */
  boolean areSettled() {
    return (usual == null || usual.isSettled())
        && matches.stream().allMatch(match -> match.tls() == null || match.tls().isSettled());
  }

  void close() {
    if (usual != null) {
      usual.close();
    }
    for (Match match : matches) {
      if (match.tls() != null) {
        match.tls().close();
      }
    }
  }

  @Nullable UpstreamTls of(Endpoint host) {
    if (matches.isEmpty()) {
      return usual;
    }
    return of(host.metadata().getOrDefault(TransportSocketConfig.NAMESPACE, Map.of()));
  }

  @Nullable UpstreamTls of(Map<String, Object> metadata) {
    for (Match match : matches) {
      if (match.fits(metadata)) {
        return match.tls();
      }
    }
    return usual;
  }
}
