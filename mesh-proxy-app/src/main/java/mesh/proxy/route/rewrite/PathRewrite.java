package mesh.proxy.route.rewrite;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.QueryString;
import mesh.proxy.match.RegexRewrite;
import mesh.proxy.route.match.PathRule;
import mesh.proxy.route.match.UriTemplate;

/** The path that the upstream sees. The query stays as it is. Immutable. */
public sealed interface PathRewrite {

  /**
   * The new value of {@code :path}.
   *
   * @param path {@code :path} with its query
   * @param matched the rule that the route matched with
   */
  String rewritten(String path, PathRule matched);

  /** Rewrites the head. */
  default void apply(Headers head, PathRule matched, boolean keepOriginal) {
    if (this instanceof Keep) {
      return;
    }
    String path = head.path();
    if (keepOriginal) {
      head.set(HeaderNames.X_ENVOY_ORIGINAL_PATH, path);
    }
    head.set(HeaderNames.PATH, rewritten(path, matched));
  }

  /** No change. */
  record Keep() implements PathRewrite {

    @Override
    public String rewritten(String path, PathRule matched) {
      return path;
    }
  }

  /** Something else in place of what the route matched. */
  record Prefix(String replacement) implements PathRewrite {

    @Override
    public String rewritten(String path, PathRule matched) {
      return replacement.concat(
          path.substring(Math.min(path.length(), matched.matchedLength(path))));
    }
  }

  /** Matches of an expression, replaced in the path. */
  record Expression(RegexRewrite rewrite) implements PathRewrite {

    @Override
    public String rewritten(String path, PathRule matched) {
      int end = QueryString.start(path);
      return end == path.length()
          ? rewrite.rewrite(path)
          : rewrite.rewrite(path.substring(0, end)).concat(path.substring(end));
    }
  }

  /** Variables of the template that matched, put into another one. */
  record Template(UriTemplate.Substitution substitution) implements PathRewrite {

    @Override
    public String rewritten(String path, PathRule matched) {
      if (!(matched instanceof PathRule.Template(UriTemplate template))) {
        throw new IllegalStateException("A template rewrite without a template match: " + matched);
      }
      int end = QueryString.start(path);
      String rewritten = template.rewrite(path.substring(0, end), substitution);
      return rewritten == null ? path : rewritten.concat(path.substring(end));
    }
  }
}
