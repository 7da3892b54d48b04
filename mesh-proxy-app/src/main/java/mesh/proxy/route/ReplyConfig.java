package mesh.proxy.route;

import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.RegexConfig;
import mesh.proxy.route.match.PathRule;

/** Reads the actions that answer without an upstream. */
final class ReplyConfig {

  static final Supported SUPPORTED =
      Supported.all(RedirectAction.getDefaultInstance())
          .and(
              Supported.all(DirectResponseAction.getDefaultInstance()),
              DataSourceConfig.SUPPORTED,
              RegexConfig.SUPPORTED);

  private static final int HIGHEST_PORT = 65_535;

  private ReplyConfig() {}

  static Redirect redirect(RedirectAction proto, PathRule matched) {
    long port = Integer.toUnsignedLong(proto.getPortRedirect());
    if (port > HIGHEST_PORT) {
      throw new InvalidConfigException("port_redirect", port, "0 to " + HIGHEST_PORT);
    }
    return new Redirect(
        status(proto),
        proto.getHttpsRedirect() ? "https" : proto.getSchemeRedirect(),
        new Redirect.Authority(proto.getHostRedirect(), (int) port, true),
        path(proto, matched),
        proto.getStripQuery());
  }

  static DirectResponse directResponse(DirectResponseAction proto, long maxBytes) {
    int status = proto.getStatus();
    if (status < 200 || status > 599) {
      throw new InvalidConfigException("status", status, "200 to 599");
    }
    DataSourceConfig source = DataSourceConfig.parse(proto.getBody());
    if (source == null) {
      return new DirectResponse(status, "");
    }
    byte[] body = source.read("body");
    if (body.length > maxBytes) {
      throw new InvalidConfigException(
          "body",
          body.length + " bytes",
          "at most the max_direct_response_body_size_bytes of " + maxBytes);
    }
    return new DirectResponse(status, text(body));
  }

  private static int status(RedirectAction proto) {
    return switch (proto.getResponseCode()) {
      case MOVED_PERMANENTLY -> 301;
      case FOUND -> 302;
      case SEE_OTHER -> 303;
      case TEMPORARY_REDIRECT -> 307;
      case PERMANENT_REDIRECT -> 308;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "response_code", proto.getResponseCodeValue(), "a value of RedirectResponseCode");
    };
  }

  private static Redirect.Path path(RedirectAction proto, PathRule matched) {
    return switch (proto.getPathRewriteSpecifierCase()) {
      case PATH_REDIRECT ->
          proto.getPathRedirect().isEmpty()
              ? new Redirect.Path.Keep()
              : new Redirect.Path.Literal(proto.getPathRedirect());
      case PREFIX_REWRITE ->
          proto.getPrefixRewrite().isEmpty()
              ? new Redirect.Path.Keep()
              : new Redirect.Path.Prefix(proto.getPrefixRewrite(), matched);
      case REGEX_REWRITE ->
          new Redirect.Path.Expression(
              ProtoValue.under(
                  "regex_rewrite", () -> RegexConfig.rewrite(proto.getRegexRewrite())));
      case PATHREWRITESPECIFIER_NOT_SET -> new Redirect.Path.Keep();
    };
  }

  // Replies are text in this proxy.
  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidConfigException("body", body.length + " bytes", "text in UTF-8");
    }
  }
}
