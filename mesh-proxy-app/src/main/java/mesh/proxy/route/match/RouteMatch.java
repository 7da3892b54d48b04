package mesh.proxy.route.match;

import java.util.List;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.FilterStateMatch;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.MetadataMatch;
import mesh.proxy.match.QueryMatch;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.RuntimeFraction;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The conditions of a route; all must hold. Immutable. */
public final class RouteMatch {

  private static final String GRPC = "application/grpc";

  private final PathRule path;
  private final @Nullable RuntimeFraction fraction;
  private final boolean grpc;
  private final List<HeaderMatch> headers;
  private final QueryMatch[] queries;
  private final @Nullable TlsCondition tls;
  private final MetadataMatch[] metadata;
  private final FilterStateMatch[] filterStates;

  /**
   * What is asked of the client's certificate.
   *
   * @param presented null if it does not matter
   * @param validated null if it does not matter
   */
  public record TlsCondition(@Nullable Boolean presented, @Nullable Boolean validated) {

    boolean holds(@Nullable TlsInfo tls) {
      boolean hasPeer = tls != null && !tls.peer().isEmpty();
      return (presented == null || presented == hasPeer)
          && (validated == null || validated == (hasPeer && tls != null && tls.verified()));
    }
  }

  /**
   * The conditions as parts.
   *
   * @param fraction null if every request will do
   * @param grpc whether only gRPC requests match
   * @param tls null if any connection will do
   */
  public record Parts(
      PathRule path,
      @Nullable RuntimeFraction fraction,
      boolean grpc,
      List<HeaderMatch> headers,
      List<QueryMatch> queries,
      @Nullable TlsCondition tls,
      List<MetadataMatch> metadata,
      List<FilterStateMatch> filterStates) {}

  public RouteMatch(Parts parts) {
    path = parts.path();
    fraction = parts.fraction();
    grpc = parts.grpc();
    headers = List.copyOf(parts.headers());
    queries = parts.queries().toArray(QueryMatch[]::new);
    tls = parts.tls();
    metadata = parts.metadata().toArray(MetadataMatch[]::new);
    filterStates = parts.filterStates().toArray(FilterStateMatch[]::new);
  }

  public PathRule path() {
    return path;
  }

  /**
   * Compares, the path first.
   *
   * @param pathText {@code :path} with its query; empty if the request has none
   * @param pathEnd where the part of it to compare ends; -1 if there is no path
   * @param random the same for all routes, so that fractions of one request fit together;
   *     non-negative
   */
  public boolean matches(
      Headers head, String pathText, int pathEnd, StreamInfo info, Runtime runtime, long random) {
    return path.matches(head, pathText, pathEnd)
        && (fraction == null || runtime.draw(fraction, random))
        && (!grpc || isGrpc(head))
        && HeaderMatch.allMatch(headers, head)
        && queriesMatch(pathText)
        && (tls == null || tls.holds(info.connection.tls()))
        && (metadata.length == 0 || metadataMatches(info))
        && (filterStates.length == 0 || filterStatesMatch(info));
  }

  private boolean queriesMatch(String pathText) {
    for (QueryMatch query : queries) {
      if (!query.matches(pathText)) {
        return false;
      }
    }
    return true;
  }

  private boolean metadataMatches(StreamInfo info) {
    for (MetadataMatch each : metadata) {
      if (!each.matches(info.dynamicMetadata())) {
        return false;
      }
    }
    return true;
  }

  private boolean filterStatesMatch(StreamInfo info) {
    for (FilterStateMatch each : filterStates) {
      if (!each.matches(info)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isGrpc(Headers head) {
    String type = head.get(HeaderNames.CONTENT_TYPE);
    return type != null
        && type.startsWith(GRPC)
        && (type.length() == GRPC.length() || type.charAt(GRPC.length()) == '+');
  }
}
