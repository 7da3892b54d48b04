package mesh.proxy.filter.http.headermutation;

import java.util.List;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Route;

/**
 * Applies its own mutations, then those of all levels of the route. Stateless, so all streams share
 * one.
 */
final class HeaderMutationFilter implements HttpFilter {

  private final String name; // in its chain
  private final Mutations own;
  private final boolean mostSpecificLast;

  HeaderMutationFilter(String name, Mutations own, boolean mostSpecificLast) {
    this.name = name;
    this.own = own;
    this.mostSpecificLast = mostSpecificLast;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    own.applyToRequest(head, stream.info());
    List<Object> levels = levels(stream);
    for (int at = 0; at < levels.size(); at++) {
      level(levels, at).applyToRequest(head, stream.info());
    }
    return Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    own.applyToResponse(head, stream.info());
    List<Object> levels = levels(stream);
    for (int at = 0; at < levels.size(); at++) {
      level(levels, at).applyToResponse(head, stream.info());
    }
    return Verdict.Flow.CONTINUE;
  }

  private List<Object> levels(StreamContext stream) {
    Route route = stream.route();
    return route == null ? List.of() : route.filterConfigs(name);
  }

  // The list begins with the least specific level.
  private Mutations level(List<Object> levels, int at) {
    return (Mutations) levels.get(mostSpecificLast ? at : levels.size() - 1 - at);
  }
}
