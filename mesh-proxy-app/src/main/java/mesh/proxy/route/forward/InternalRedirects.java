package mesh.proxy.route.forward;

import java.util.List;
import java.util.Set;

/**
 * Redirects of an upstream that are followed here. Immutable.
 *
 * @param most redirects followed for one request
 * @param statuses among 301, 302, 303, 307, 308
 * @param crossScheme whether a redirect may change between http and https
 * @param headersToCopy from the redirect to the next request; lower case
 * @param predicates all must agree
 */
public record InternalRedirects(
    int most,
    Set<Integer> statuses,
    boolean crossScheme,
    List<String> headersToCopy,
    List<Predicate> predicates) {

  public InternalRedirects {
    statuses = Set.copyOf(statuses);
    headersToCopy = List.copyOf(headersToCopy);
    predicates = List.copyOf(predicates);
  }

  /** Judges the route that a redirect leads to. */
  public sealed interface Predicate {

    /** Refuses a route that this request was redirected to from this route before. */
    record PreviousRoutes() implements Predicate {}

    /** Accepts routes of these names only. */
    record AllowListedRoutes(Set<String> names) implements Predicate {

      public AllowListedRoutes {
        names = Set.copyOf(names);
      }
    }

    /** Refuses to go from http to https; from https to http it may. */
    record SafeCrossScheme() implements Predicate {}
  }
}
