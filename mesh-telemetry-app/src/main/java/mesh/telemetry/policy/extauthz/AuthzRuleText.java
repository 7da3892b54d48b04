package mesh.telemetry.policy.extauthz;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as its author writes it. Immutable. Lists that are not given say nothing; values are
 * exact, {@code prefix*}, {@code *suffix} or {@code *}.
 *
 * @param name for metrics, metadata and whoever is denied
 * @param principals SPIFFE IDs of peers, with or without {@code spiffe://}
 * @param ipBlocks of peers: {@code 10.0.0.0/8}
 * @param hosts without a port
 * @param methods in upper case
 * @param paths without the query
 * @param headers by name; all of them must fit
 */
public record AuthzRuleText(
    String name,
    List<String> principals,
    List<String> ipBlocks,
    List<String> hosts,
    List<String> methods,
    List<String> paths,
    Map<String, String> headers) {

  /** Takes null for what is not given. */
  public AuthzRuleText(
      @Nullable String name,
      @Nullable List<String> principals,
      @Nullable List<String> ipBlocks,
      @Nullable List<String> hosts,
      @Nullable List<String> methods,
      @Nullable List<String> paths,
      @Nullable Map<String, String> headers) {
    this.name = name == null ? "" : name;
    this.principals = principals == null ? List.of() : List.copyOf(principals);
    this.ipBlocks = ipBlocks == null ? List.of() : List.copyOf(ipBlocks);
    this.hosts = hosts == null ? List.of() : List.copyOf(hosts);
    this.methods = methods == null ? List.of() : List.copyOf(methods);
    this.paths = paths == null ? List.of() : List.copyOf(paths);
    this.headers = headers == null ? Map.of() : Map.copyOf(headers);
  }
}
