package mesh.proxy.match;

import io.envoyproxy.envoy.type.matcher.v3.AddressMatcher;
import io.envoyproxy.envoy.type.matcher.v3.DoubleMatcher;
import io.envoyproxy.envoy.type.matcher.v3.FilterStateMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ListMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.OrMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import io.envoyproxy.envoy.type.v3.DoubleRange;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Reads matchers for metadata and filter state. */
public final class ValueMatchConfig {

  public static final Supported SUPPORTED =
      Supported.all(MetadataMatcher.getDefaultInstance())
          .and(
              Supported.all(MetadataMatcher.PathSegment.getDefaultInstance()),
              Supported.all(ValueMatcher.getDefaultInstance()),
              Supported.all(ValueMatcher.NullMatch.getDefaultInstance()),
              Supported.all(DoubleMatcher.getDefaultInstance()),
              Supported.all(DoubleRange.getDefaultInstance()),
              Supported.all(ListMatcher.getDefaultInstance()),
              Supported.all(OrMatcher.getDefaultInstance()),
              Supported.all(FilterStateMatcher.getDefaultInstance()),
              Supported.all(AddressMatcher.getDefaultInstance()),
              CidrConfig.SUPPORTED,
              StringMatchConfig.SUPPORTED);

  private ValueMatchConfig() {}

  public static ValueMatch parse(ValueMatcher proto) {
    return switch (proto.getMatchPatternCase()) {
      case NULL_MATCH -> new ValueMatch.Null();
      case DOUBLE_MATCH -> ProtoValue.under("double_match", () -> number(proto.getDoubleMatch()));
      case STRING_MATCH ->
          new ValueMatch.Text(
              ProtoValue.under(
                  "string_match", () -> StringMatchConfig.parse(proto.getStringMatch())));
      case BOOL_MATCH -> new ValueMatch.Flag(proto.getBoolMatch());
      case PRESENT_MATCH -> new ValueMatch.Present(proto.getPresentMatch());
      case LIST_MATCH ->
          new ValueMatch.OneOf(
              ProtoValue.under("list_match.one_of", () -> parse(proto.getListMatch().getOneOf())));
      case OR_MATCH ->
          new ValueMatch.Or(
              all("or_match.value_matchers", proto.getOrMatch().getValueMatchersList()));
      case MATCHPATTERN_NOT_SET ->
          throw new InvalidConfigException(
              "match_pattern",
              null,
              "one of null_match, double_match, string_match, bool_match, present_match,"
                  + " list_match, or_match");
    };
  }

  public static MetadataMatch metadata(MetadataMatcher proto) {
    if (proto.getFilter().isEmpty()) {
      throw new InvalidConfigException("filter", "", "a namespace of metadata");
    }
    if (proto.getPathCount() == 0) {
      throw new InvalidConfigException("path", "[]", "at least one key");
    }
    return new MetadataMatch(
        proto.getFilter(),
        proto.getPathList().stream().map(MetadataMatcher.PathSegment::getKey).toList(),
        ProtoValue.under("value", () -> parse(proto.getValue())),
        proto.getInvert());
  }

  public static FilterStateMatch filterState(FilterStateMatcher proto) {
    if (proto.getKey().isEmpty()) {
      throw new InvalidConfigException("key", "", "the name of an object in filter state");
    }
    return switch (proto.getMatcherCase()) {
      case STRING_MATCH ->
          new FilterStateMatch.Text(
              proto.getKey(),
              ProtoValue.under(
                  "string_match", () -> StringMatchConfig.parse(proto.getStringMatch())));
      case ADDRESS_MATCH ->
          new FilterStateMatch.Address(
              proto.getKey(),
              ProtoValue.under(
                  "address_match.ranges",
                  () -> CidrConfig.parseXds(proto.getAddressMatch().getRangesList())));
      case MATCHER_NOT_SET ->
          throw new InvalidConfigException("matcher", null, "one of string_match, address_match");
    };
  }

  private static ValueMatch number(DoubleMatcher proto) {
    return switch (proto.getMatchPatternCase()) {
      case RANGE -> new ValueMatch.Range(proto.getRange().getStart(), proto.getRange().getEnd());
      case EXACT -> new ValueMatch.Exactly(proto.getExact());
      case MATCHPATTERN_NOT_SET ->
          throw new InvalidConfigException("match_pattern", null, "one of range, exact");
    };
  }

  private static List<ValueMatch> all(String field, List<ValueMatcher> protos) {
    var matches = new ArrayList<ValueMatch>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      ValueMatcher proto = protos.get(at);
      matches.add(ProtoValue.under(field + "[" + at + "]", () -> parse(proto)));
    }
    return matches;
  }
}
