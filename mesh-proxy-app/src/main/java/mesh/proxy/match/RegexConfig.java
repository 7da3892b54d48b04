package mesh.proxy.match;

import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Reads regular expressions. */
public final class RegexConfig {

  public static final Supported SUPPORTED =
      Supported.all(RegexMatcher.getDefaultInstance())
          .and(
              Supported.all(RegexMatcher.GoogleRE2.getDefaultInstance()),
              Supported.all(RegexMatchAndSubstitute.getDefaultInstance()));

  private RegexConfig() {}

  /**
   * Compiles; the deprecated size limit of the message counts, if there is one, beside the
   * process's.
   */
  @SuppressWarnings("deprecation") // max_program_size is still in use
  public static Regex parse(RegexMatcher proto) {
    if (proto.hasGoogleRe2() && proto.getGoogleRe2().hasMaxProgramSize()) {
      Regex.compile("regex", proto.getRegex(), proto.getGoogleRe2().getMaxProgramSize().getValue());
    }
    return Regex.compile("regex", proto.getRegex());
  }

  /** Compiles pattern and substitution. */
  public static RegexRewrite rewrite(RegexMatchAndSubstitute proto) {
    Regex regex = ProtoValue.under("pattern", () -> parse(proto.getPattern()));
    return RegexRewrite.of(regex, "substitution", proto.getSubstitution());
  }
}
