package mesh.proxy.route.rewrite;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.QueryString;
import mesh.proxy.match.RegexRewrite;
import org.jspecify.annotations.Nullable;

/**
 * The authority that the upstream sees. Immutable.
 *
 * @param appendForwardedHost whether the one before is appended to {@code x-forwarded-host}
 * @param ofWeightedCluster literal of the weighted cluster, which {@code source} may overrule;
 *     empty if it has none
 */
public record HostRewrite(Source source, boolean appendForwardedHost, String ofWeightedCluster) {

  public static final HostRewrite NONE = new HostRewrite(new Source.Keep(), false, "");

  /** Where the new authority comes from. */
  public sealed interface Source {

    /** It stays. */
    record Keep() implements Source {}

    /** The configuration. */
    record Literal(String host) implements Source {}

    /** The endpoint that is picked, if it has a name: see {@link HostRewrite#isAuto()}. */
    record Endpoint() implements Source {}

    /**
     * A header field; the authority stays if there is none or it is empty.
     *
     * @param name lower case
     */
    record Header(String name) implements Source {}

    /** The path without its query, rewritten. */
    record Path(RegexRewrite rewrite) implements Source {}
  }

  /** True if the router calls {@link #rewrite} with the name of the endpoint that it picked. */
  public boolean isAuto() {
    return source instanceof Source.Endpoint;
  }

  /**
   * Sets the weighted cluster's literal, without a trace of what was there; before {@link #apply}.
   */
  public void applyOfCluster(Headers head) {
    if (!ofWeightedCluster.isEmpty()) {
      head.set(HeaderNames.AUTHORITY, ofWeightedCluster);
    }
  }

  /** Rewrites the head with what is known before an endpoint is picked. */
  public void apply(Headers head, boolean keepOriginal) {
    String host = host(head);
    if (host != null && !host.isEmpty()) {
      rewrite(head, host, keepOriginal);
    }
  }

  /** Sets the authority and keeps the one before where that is asked for. */
  public void rewrite(Headers head, String host, boolean keepOriginal) {
    String before = head.authority();
    if (appendForwardedHost && !before.isEmpty()) {
      appendForwardedHost(head, before);
    }
    if (keepOriginal) {
      head.set(HeaderNames.X_ENVOY_ORIGINAL_HOST, before);
    }
    head.set(HeaderNames.AUTHORITY, host);
  }

  private @Nullable String host(Headers head) {
    return switch (source) {
      case Source.Keep keep -> null;
      case Source.Endpoint endpoint -> null;
      case Source.Literal(String host) -> host;
      case Source.Header(String name) -> head.get(name);
      case Source.Path(RegexRewrite rewrite) -> rewrite.rewrite(QueryString.cut(head.path()));
    };
  }

  // Unless it is the last one there already.
  private static void appendForwardedHost(Headers head, String host) {
    String seen = head.joined(HeaderNames.X_FORWARDED_HOST);
    if (seen == null || seen.isEmpty()) {
      head.set(HeaderNames.X_FORWARDED_HOST, host);
    } else if (!seen.substring(seen.lastIndexOf(',') + 1).equals(host)) {
      head.set(HeaderNames.X_FORWARDED_HOST, seen + "," + host);
    }
  }
}
