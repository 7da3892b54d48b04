package mesh.proxy.filter.http.rbac;

import java.util.HashMap;
import java.util.Map;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * What it leads to that a policy matched, or that none did; made ready at load. Immutable.
 *
 * @param passes whether the request may go on
 * @param counter name of the policy's own counter; null if it has none
 * @param fields metadata, by key without prefix
 * @param shared the same metadata with prefix and namespace, and what the access log is told
 */
record Outcome(
    boolean passes,
    @Nullable String counter,
    LocalReply refusal,
    Map<String, Object> fields,
    Map<String, Map<String, Object>> shared) {

  private static final String NAMESPACE = "envoy.filters.http.rbac";
  private static final String ACCESS_LOG_NAMESPACE = "envoy.common";
  private static final String ACCESS_LOG_KEY = "access_log_hint";

  /**
   * Makes an outcome.
   *
   * @param policy null if none matched
   * @param prefix of metadata keys
   * @param logHint what the access log is told; null for nothing
   */
  static Outcome of(
      Kind kind,
      boolean passes,
      @Nullable String policy,
      String prefix,
      @Nullable Boolean logHint) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(kind.text() + "_engine_result", passes ? "allowed" : "denied");
    if (policy != null) {
      fields.put(kind.text() + "_effective_policy_id", policy);
    }
    Map<String, Map<String, Object>> shared = new HashMap<>();
    shared.put(NAMESPACE, prefixed(prefix, fields));
    if (logHint != null) {
      shared.put(ACCESS_LOG_NAMESPACE, Map.of(ACCESS_LOG_KEY, logHint));
    }
    return new Outcome(
        passes,
        policy == null ? null : "policy." + policy + "." + kind.counter(passes),
        refusal(policy),
        Map.copyOf(fields),
        Map.copyOf(shared));
  }

  /** Which rules are asked. */
  enum Kind {
    ENFORCED,
    SHADOW;

    private String text() {
      return this == ENFORCED ? "enforced" : "shadow";
    }

    String counter(boolean passes) {
      String result = passes ? "allowed" : "denied";
      return this == ENFORCED ? result : "shadow_" + result;
    }
  }

  /**
   * Leaves metadata with the request.
   *
   * @param borrowedPrefix of the filter, for rules of a route that have none; else empty
   */
  void tell(StreamInfo info, String borrowedPrefix) {
    info.addDynamicMetadata(shared);
    if (!borrowedPrefix.isEmpty()) {
      Map<String, Object> told = info.dynamicMetadata(NAMESPACE);
      fields.keySet().forEach(told::remove);
      told.putAll(prefixed(borrowedPrefix, fields));
    }
  }

  private static Map<String, Object> prefixed(String prefix, Map<String, Object> fields) {
    Map<String, Object> prefixed = new HashMap<>();
    fields.forEach((key, value) -> prefixed.put(prefix + key, value));
    return Map.copyOf(prefixed);
  }

  // Logs are split at white space: policies may have it in their names.
  private static LocalReply refusal(@Nullable String policy) {
    String name = policy == null ? "none" : policy.replaceAll("\\s", "_");
    return new LocalReply(
        403, "RBAC: access denied", "rbac_access_denied_matched_policy[" + name + "]", null);
  }
}
