package mesh.proxy.config.rule;

import com.google.protobuf.ByteString;
import com.google.re2j.Pattern;
import io.envoyproxy.pgv.validate.Validate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a string of bytes must be. Immutable. */
final class BytesRule implements ValueRule {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private final Validate.BytesRules rules;
  private final @Nullable Pattern pattern;

  BytesRule(Validate.BytesRules rules) {
    this.rules = rules;
    this.pattern = rules.hasPattern() ? Pattern.compile(rules.getPattern()) : null;
  }

  @Override
  public @Nullable String refusal(Object value) {
    var bytes = (ByteString) value;
    if (bytes.isEmpty() && rules.getIgnoreEmpty()) {
      return null;
    }
    String size = size(bytes);
    return size != null ? size : content(bytes);
  }

  private @Nullable String size(ByteString bytes) {
    int size = bytes.size();
    if (rules.hasLen() && size != rules.getLen()) {
      return rules.getLen() + " bytes";
    }
    if (size < rules.getMinLen()) {
      return rules.getMinLen() == 1 ? "not empty" : "at least " + rules.getMinLen() + " bytes";
    }
    return rules.hasMaxLen() && size > rules.getMaxLen()
        ? "at most " + rules.getMaxLen() + " bytes"
        : null;
  }

  private @Nullable String content(ByteString bytes) {
    int size = bytes.size();
    return switch (rules.getWellKnownCase()) {
      case IP -> size == IPV4_BYTES || size == IPV6_BYTES ? null : "an IP address, 4 or 16 bytes";
      case IPV4 -> size == IPV4_BYTES ? null : "an IPv4 address, 4 bytes";
      case IPV6 -> size == IPV6_BYTES ? null : "an IPv6 address, 16 bytes";
      case WELLKNOWN_NOT_SET -> compared(bytes);
    };
  }

  private @Nullable String compared(ByteString bytes) {
    if (rules.hasConst() && !bytes.equals(rules.getConst())) {
      return "the bytes " + hex(rules.getConst());
    }
    if (!bytes.startsWith(rules.getPrefix())) {
      return "bytes that start with " + hex(rules.getPrefix());
    }
    if (!bytes.endsWith(rules.getSuffix())) {
      return "bytes that end with " + hex(rules.getSuffix());
    }
    if (!contains(bytes, rules.getContains())) {
      return "bytes that contain " + hex(rules.getContains());
    }
    if (pattern != null && !pattern.matcher(bytes.toByteArray()).find()) {
      return "bytes that match " + rules.getPattern();
    }
    boolean listed = rules.getInCount() == 0 || rules.getInList().contains(bytes);
    return listed && !rules.getNotInList().contains(bytes) ? null : "another value";
  }

  private static boolean contains(ByteString bytes, ByteString part) {
    return IntStream.rangeClosed(0, bytes.size() - part.size())
        .anyMatch(start -> bytes.substring(start, start + part.size()).equals(part));
  }

  private static String hex(ByteString bytes) {
    return java.util.HexFormat.of().formatHex(bytes.toByteArray());
  }
}
