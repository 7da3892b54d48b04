package mesh.pilot.bootstrap.rest;

import java.util.List;
import mesh.config.Suggestion;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;

/** Refuses parameters of a query that nobody reads: a {@code dryrun} must not become a change. */
final class QueryNames {

  private QueryNames() {}

  /**
   * Looks at all names.
   *
   * @throws ResponseStatusException 400 if there is another than the known
   */
  static void only(ServerHttpRequest request, String... known) {
    for (String name : request.getQueryParams().keySet()) {
      if (!List.of(known).contains(name)) {
        String expected =
            known.length == 0
                ? "no parameter"
                : "a parameter that we know: "
                    + String.join(", ", known)
                    + Suggestion.hint(name, List.of(known));
        throw new ResponseStatusException(
            HttpStatus.BAD_REQUEST, name + " (expected: " + expected + ")");
      }
    }
  }
}
