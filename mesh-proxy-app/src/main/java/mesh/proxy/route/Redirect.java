package mesh.proxy.route;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.QueryString;
import mesh.proxy.match.RegexRewrite;
import mesh.proxy.route.match.PathRule;

/**
 * Sends the client elsewhere. Immutable.
 *
 * @param status 301, 302, 303, 307 or 308
 * @param scheme empty to keep it
 * @param authority the host to go to
 * @param stripQuery whether the query of the request is dropped
 */
public record Redirect(
    int status, String scheme, Authority authority, Path path, boolean stripQuery)
    implements RouteAction {

  private static final String HTTP_PORT = ":80";
  private static final String HTTPS_PORT = ":443";

  /**
   * The host to go to.
   *
   * @param host may have a port; empty to keep it
   * @param port 0 to keep it
   * @param dropImpliedPort whether a port that the old scheme implied goes away with that scheme
   */
  public record Authority(String host, int port, boolean dropImpliedPort) {}

  /** The path to go to. */
  public sealed interface Path {

    /** The same one. */
    record Keep() implements Path {}

    /** Another one; if it has a query, that replaces the request's. */
    record Literal(String path) implements Path {}

    /** What the route matched, replaced. */
    record Prefix(String replacement, PathRule matched) implements Path {}

    /** Matches of an expression, replaced. */
    record Expression(RegexRewrite rewrite) implements Path {}
  }

  /** Changes nothing: its location is the request's own address. */
  public static final Redirect NOWHERE =
      new Redirect(302, "", new Authority("", 0, false), new Path.Keep(), false);

  /**
   * Makes the path what a rewriting redirect makes of it, for the log and the header mutations.
   *
   * @param keepOriginal whether {@code x-envoy-original-path} is set
   */
  public void rewritePath(Headers head, boolean keepOriginal) {
    if (path instanceof Path.Prefix || path instanceof Path.Expression) {
      String before = head.path();
      var after = new StringBuilder(before.length());
      appendPath(before, after);
      int end = QueryString.start(before);
      if (stripQuery) {
        after.append(before, end, before.length());
      }
      if (keepOriginal) {
        head.set(HeaderNames.X_ENVOY_ORIGINAL_PATH, before);
      }
      head.set(HeaderNames.PATH, after.toString());
    }
  }

  /** The value of {@code location}. */
  public String location(Headers head) {
    String target = scheme.isEmpty() ? head.scheme() : scheme;
    var location = new StringBuilder(64).append(target).append("://");
    appendAuthority(head, target, location);
    appendPath(head.path(), location);
    return location.toString();
  }

  private void appendAuthority(Headers head, String target, StringBuilder to) {
    String requested = head.authority();
    int hostEnd = hostEnd(requested);
    if (!authority.host().isEmpty()) {
      to.append(authority.host());
    } else if (authority.port() > 0 || isImplied(head, requested, hostEnd, target)) {
      to.append(requested, 0, hostEnd);
    } else {
      to.append(requested);
    }
    if (authority.port() > 0) {
      to.append(':').append(authority.port());
    }
  }

  // By the protocol that the client used, which x-forwarded-proto tells; the scheme may say
  // something else.
  private boolean isImplied(Headers head, String requested, int hostEnd, String target) {
    String forwarded = head.get(HeaderNames.X_FORWARDED_PROTO);
    String used = forwarded == null ? head.scheme() : forwarded;
    if (!authority.dropImpliedPort() || used.equals(target)) {
      return false;
    }
    return isPort(
        requested,
        hostEnd,
        used.equals("http") ? HTTP_PORT : used.equals("https") ? HTTPS_PORT : " ");
  }

  private void appendPath(String requested, StringBuilder to) {
    int end = QueryString.start(requested);
    switch (path) {
      case Path.Keep keep -> to.append(requested, 0, end);
      case Path.Literal(String literal) -> to.append(literal);
      case Path.Prefix(String replacement, PathRule matched) ->
          to.append(replacement)
              .append(requested, Math.min(end, matched.matchedLength(requested)), end);
      case Path.Expression(RegexRewrite rewrite) ->
          to.append(rewrite.rewrite(requested.substring(0, end)));
    }
    boolean ownQuery = path instanceof Path.Literal(String literal) && literal.indexOf('?') >= 0;
    if (!stripQuery && !ownQuery) {
      to.append(requested, end, requested.length());
    }
  }

  private static boolean isPort(String authority, int hostEnd, String port) {
    return authority.length() - hostEnd == port.length() && authority.startsWith(port, hostEnd);
  }

  private static int hostEnd(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : authority.length();
  }
}
