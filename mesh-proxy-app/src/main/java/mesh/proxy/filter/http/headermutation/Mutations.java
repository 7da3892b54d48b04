package mesh.proxy.filter.http.headermutation;

import java.util.List;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;

/** What one level changes. Immutable. */
record Mutations(List<HeaderStep> request, List<QueryStep> query, List<HeaderStep> response) {

  Mutations {
    request = List.copyOf(request);
    query = List.copyOf(query);
    response = List.copyOf(response);
  }

  void applyToRequest(Headers head, StreamInfo info) {
    apply(request, head, info);
    String path = query.isEmpty() ? null : head.get(HeaderNames.PATH);
    if (path != null) {
      QueryParameters parameters = QueryParameters.of(path);
      for (int at = 0; at < query.size(); at++) {
        query.get(at).apply(parameters, info);
      }
      head.set(HeaderNames.PATH, parameters.toPath());
    }
  }

  void applyToResponse(Headers head, StreamInfo info) {
    apply(response, head, info);
  }

  private static void apply(List<HeaderStep> steps, Headers head, StreamInfo info) {
    for (int at = 0; at < steps.size(); at++) {
      steps.get(at).apply(head, info);
    }
  }
}
