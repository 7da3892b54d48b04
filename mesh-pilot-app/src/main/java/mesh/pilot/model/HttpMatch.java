package mesh.pilot.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a request; all of those given must hold. Immutable.
 *
 * @param ignoreUriCase of an exact or prefix {@code uri}
 * @param headers by lower-case name
 * @param withoutHeaders none of which may match
 * @param port that the request was sent to
 * @param sourceLabels of the calling workload
 * @param gateways that it must come through; empty for those of the rule
 * @param sourceNamespace of the calling workload; empty for any
 */
public record HttpMatch(
    String name,
    @Nullable StringMatch uri,
    boolean ignoreUriCase,
    @Nullable StringMatch scheme,
    @Nullable StringMatch method,
    @Nullable StringMatch authority,
    Map<String, StringMatch> headers,
    Map<String, StringMatch> withoutHeaders,
    Map<String, StringMatch> queryParams,
    @Nullable Integer port,
    Map<String, String> sourceLabels,
    List<String> gateways,
    String sourceNamespace) {

  public HttpMatch {
    headers = Map.copyOf(headers);
    withoutHeaders = Map.copyOf(withoutHeaders);
    queryParams = Map.copyOf(queryParams);
    sourceLabels = Map.copyOf(sourceLabels);
    gateways = List.copyOf(gateways);
  }
}
