package mesh.pilot.generate.listener;

import com.google.re2j.Pattern;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import mesh.pilot.generate.Protos;

/** Texts with a {@code *} at one end, and blocks of addresses. */
final class Patterns {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private Patterns() {}

  static StringMatcher of(String pattern) {
    var matcher = StringMatcher.newBuilder();
    if (pattern.equals("*")) {
      return regex(".+");
    }
    if (pattern.startsWith("*")) {
      return matcher.setSuffix(pattern.substring(1)).build();
    }
    if (pattern.endsWith("*")) {
      return matcher.setPrefix(pattern.substring(0, pattern.length() - 1)).build();
    }
    return matcher.setExact(pattern).build();
  }

  /** Istio's {@code {*}} and {@code {**}} are what Envoy writes without braces. */
  static TypedExtensionConfig template(String path) {
    String plain = path.replace("{**}", "**").replace("{*}", "*");
    return TypedExtensionConfig.newBuilder()
        .setName("envoy.path.match.uri_template.uri_template_matcher")
        .setTypedConfig(
            Protos.any(UriTemplateMatchConfig.newBuilder().setPathTemplate(plain).build()))
        .build();
  }

  static StringMatcher regex(String re2) {
    return StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(re2)).build();
  }

  /** As part of a regular expression; a {@code *} stands for any text. */
  static String quoted(String pattern) {
    var text = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      text.append(text.isEmpty() && !pattern.startsWith("*") ? "" : ".*")
          .append(Pattern.quote(part));
    }
    return text.toString();
  }

  static CidrRange block(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int whole = address.contains(":") ? IPV6_BITS : IPV4_BITS;
    int bits = slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1));
    return CidrRange.newBuilder()
        .setAddressPrefix(address)
        .setPrefixLen(Protos.number(bits))
        .build();
  }
}
