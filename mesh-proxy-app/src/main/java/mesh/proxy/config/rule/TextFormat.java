package mesh.proxy.config.rule;

import com.google.re2j.Pattern;
import io.envoyproxy.pgv.validate.Validate;
import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A format that a rule names instead of spelling it out.
 *
 * @param expected completes the sentence "expected: ..."
 */
record TextFormat(Predicate<String> form, String expected) {

  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int LONGEST_HOSTNAME = 253;
  private static final int LONGEST_MAILBOX = 64;
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_|~`"; // RFC 9110, 5.6.2

  static @Nullable TextFormat of(Validate.StringRules rules) {
    return switch (rules.getWellKnownCase()) {
      case EMAIL -> new TextFormat(TextFormat::isEmail, "an e-mail address");
      case HOSTNAME -> new TextFormat(TextFormat::isHostname, "a host name");
      case IP -> new TextFormat(TextFormat::isIp, "an IP address");
      case IPV4 -> new TextFormat(NetUtil::isValidIpV4Address, "an IPv4 address");
      case IPV6 -> new TextFormat(NetUtil::isValidIpV6Address, "an IPv6 address");
      case URI -> new TextFormat(text -> isUri(text, true), "an absolute URI");
      case URI_REF -> new TextFormat(text -> isUri(text, false), "a URI");
      case ADDRESS ->
          new TextFormat(text -> isIp(text) || isHostname(text), "a host name or IP address");
      case UUID -> new TextFormat(UUID::matches, "a UUID");
      case WELL_KNOWN_REGEX -> header(rules);
      case WELLKNOWN_NOT_SET -> null;
    };
  }

  boolean fits(String text) {
    return form.test(text);
  }

  private static @Nullable TextFormat header(Validate.StringRules rules) {
    boolean strict = rules.getStrict();
    return switch (rules.getWellKnownRegex()) {
      case HTTP_HEADER_NAME ->
          new TextFormat(text -> isHeaderName(text, strict), "a name of an HTTP header");
      case HTTP_HEADER_VALUE ->
          new TextFormat(text -> isHeaderValue(text, strict), "a value of an HTTP header");
      case UNKNOWN -> null;
    };
  }

  private static boolean isHeaderName(String text, boolean strict) {
    if (!strict) {
      return isHeaderValue(text, false); // even nothing, unless a length is asked for
    }
    int first = text.startsWith(":") ? 1 : 0;
    return text.length() > first && text.chars().skip(first).allMatch(TextFormat::isTokenSign);
  }

  private static boolean isTokenSign(int sign) {
    return sign >= '0' && sign <= '9'
        || sign >= 'A' && sign <= 'Z'
        || sign >= 'a' && sign <= 'z'
        || TOKEN_SIGNS.indexOf(sign) >= 0;
  }

  private static boolean isHeaderValue(String text, boolean strict) {
    return text.chars()
        .noneMatch(
            sign ->
                strict
                    ? sign < ' ' && sign != '\t' || sign == 0x7f
                    : sign == 0 || sign == '\n' || sign == '\r');
  }

  private static boolean isIp(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }

  private static boolean isHostname(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty() || name.length() > LONGEST_HOSTNAME) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matches(label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmail(String text) {
    int at = text.lastIndexOf('@');
    return at > 0
        && at <= LONGEST_MAILBOX
        && text.chars().noneMatch(Character::isWhitespace)
        && isHostname(text.substring(at + 1));
  }

  private static boolean isUri(String text, boolean absolute) {
    try {
      var uri = new URI(text);
      return !absolute || uri.isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
