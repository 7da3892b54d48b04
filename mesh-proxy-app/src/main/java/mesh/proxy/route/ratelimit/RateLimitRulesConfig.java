package mesh.proxy.route.ratelimit;

import io.envoyproxy.envoy.config.route.v3.RateLimit;
import io.envoyproxy.envoy.config.route.v3.RateLimit.Action;
import io.envoyproxy.envoy.type.metadata.v3.MetadataKey;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.TextFormatter;
import mesh.proxy.format.TextFormatter.Missing;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.match.QueryMatch;
import mesh.proxy.route.ratelimit.Descriptor.Entry;

/** Reads {@code rate_limits}. */
public final class RateLimitRulesConfig {

  private static final int HIGHEST_STAGE = 10;
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  private static final Supported ACTIONS =
      Supported.of(Action.getDefaultInstance())
          .fields(
              "source_cluster",
              "destination_cluster",
              "request_headers",
              "query_parameters",
              "remote_address",
              "generic_key",
              "header_value_match",
              "dynamic_metadata",
              "metadata",
              "masked_remote_address",
              "query_parameter_value_match")
          .and(
              Supported.all(Action.SourceCluster.getDefaultInstance()),
              Supported.all(Action.DestinationCluster.getDefaultInstance()),
              Supported.all(Action.RequestHeaders.getDefaultInstance()),
              Supported.all(Action.QueryParameters.getDefaultInstance()),
              Supported.all(Action.RemoteAddress.getDefaultInstance()),
              Supported.all(Action.MaskedRemoteAddress.getDefaultInstance()),
              Supported.all(Action.GenericKey.getDefaultInstance()),
              Supported.all(Action.HeaderValueMatch.getDefaultInstance()),
              Supported.all(Action.DynamicMetaData.getDefaultInstance()),
              Supported.all(Action.MetaData.getDefaultInstance()),
              Supported.all(Action.QueryParameterValueMatch.getDefaultInstance()),
              Supported.all(MetadataKey.getDefaultInstance()),
              Supported.all(MetadataKey.PathSegment.getDefaultInstance()),
              HeaderMatchConfig.SUPPORTED);

  /** What a filter's own list may say. */
  public static final Supported OF_FILTER =
      Supported.of(RateLimit.getDefaultInstance())
          .fields("actions", "hits_addend")
          .and(Supported.all(RateLimit.HitsAddend.getDefaultInstance()), ACTIONS);

  /** What a route's or a virtual host's list may say. */
  public static final Supported OF_ROUTE =
      Supported.of(RateLimit.getDefaultInstance())
          .fields("actions", "stage", "disable_key")
          .and(ACTIONS);

  private RateLimitRulesConfig() {}

  /**
   * All rules, faults named by index.
   *
   * @param field name of the list
   */
  public static RateLimitRules parse(String field, List<RateLimit> protos) {
    var rules = new ArrayList<RateLimitRule>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      RateLimit proto = protos.get(at);
      rules.add(ProtoValue.under(field + "[" + at + "]", () -> rule(proto)));
    }
    return rules.isEmpty() ? RateLimitRules.NONE : new RateLimitRules(rules);
  }

  private static RateLimitRule rule(RateLimit proto) {
    int stage = proto.getStage().getValue();
    require(stage >= 0 && stage <= HIGHEST_STAGE, "stage", stage, "0..10");
    require(proto.getActionsCount() > 0, "actions", "[]", "at least one action");
    var actions = new ArrayList<DescriptorAction>(proto.getActionsCount());
    for (int at = 0; at < proto.getActionsCount(); at++) {
      Action action = proto.getActions(at);
      actions.add(ProtoValue.under("actions[" + at + "]", () -> action(action)));
    }
    return new RateLimitRule(stage, proto.getDisableKey(), actions, hits(proto));
  }

  private static HitsAddend hits(RateLimit proto) {
    if (!proto.hasHitsAddend()) {
      return HitsAddend.ONE;
    }
    var hits = proto.getHitsAddend();
    String format = hits.getFormat();
    require(
        hits.hasNumber() != !format.isEmpty(),
        "hits_addend",
        hits.hasNumber() ? "both" : "neither",
        "one of number and format");
    if (hits.hasNumber()) {
      long number = hits.getNumber().getValue();
      require(
          number >= 0 && number <= HitsAddend.MOST,
          "hits_addend.number",
          number,
          "0.." + HitsAddend.MOST);
      return new HitsAddend.Fixed(number);
    }
    return new HitsAddend.Printed(TextFormatter.of("hits_addend.format", format, Missing.NOTHING));
  }

  @SuppressWarnings("deprecation") // old configurations have dynamic_metadata
  private static DescriptorAction action(Action proto) {
    return switch (proto.getActionSpecifierCase()) {
      case SOURCE_CLUSTER -> new DescriptorAction.SourceCluster();
      case DESTINATION_CLUSTER -> new DescriptorAction.DestinationCluster();
      case REQUEST_HEADERS -> header(proto.getRequestHeaders());
      case QUERY_PARAMETERS -> query(proto.getQueryParameters());
      case REMOTE_ADDRESS -> new DescriptorAction.RemoteAddress();
      case MASKED_REMOTE_ADDRESS ->
          ProtoValue.under("masked_remote_address", () -> masked(proto.getMaskedRemoteAddress()));
      case GENERIC_KEY -> genericKey(proto.getGenericKey());
      case HEADER_VALUE_MATCH ->
          ProtoValue.under("header_value_match", () -> match(proto.getHeaderValueMatch()));
      case QUERY_PARAMETER_VALUE_MATCH ->
          ProtoValue.under(
              "query_parameter_value_match", () -> match(proto.getQueryParameterValueMatch()));
      case DYNAMIC_METADATA -> metadata(proto.getDynamicMetadata());
      case METADATA -> metadata(proto.getMetadata());
      case EXTENSION ->
          throw new InvalidConfigException(
              "extension",
              proto.getExtension().getName(),
              "another action: no descriptor extension is known");
      case ACTIONSPECIFIER_NOT_SET ->
          throw new InvalidConfigException("action_specifier", null, "an action");
    };
  }

  private static DescriptorAction header(Action.RequestHeaders proto) {
    String name = text("request_headers.header_name", proto.getHeaderName());
    String key = text("request_headers.descriptor_key", proto.getDescriptorKey());
    return new DescriptorAction.RequestHeader(Ascii.lower(name), key, proto.getSkipIfAbsent());
  }

  private static DescriptorAction query(Action.QueryParameters proto) {
    String name = text("query_parameters.query_parameter_name", proto.getQueryParameterName());
    String key = text("query_parameters.descriptor_key", proto.getDescriptorKey());
    return new DescriptorAction.QueryParameter(name, key, proto.getSkipIfAbsent());
  }

  private static DescriptorAction masked(Action.MaskedRemoteAddress proto) {
    int v4 = proto.hasV4PrefixMaskLen() ? proto.getV4PrefixMaskLen().getValue() : V4_BITS;
    int v6 = proto.hasV6PrefixMaskLen() ? proto.getV6PrefixMaskLen().getValue() : V6_BITS;
    require(v4 >= 0 && v4 <= V4_BITS, "v4_prefix_mask_len", v4, "0..32");
    require(v6 >= 0 && v6 <= V6_BITS, "v6_prefix_mask_len", v6, "0..128");
    return new DescriptorAction.MaskedRemoteAddress(v4, v6);
  }

  private static DescriptorAction genericKey(Action.GenericKey proto) {
    String value = text("generic_key.descriptor_value", proto.getDescriptorValue());
    return new DescriptorAction.GenericKey(
        new Entry(orElse(proto.getDescriptorKey(), "generic_key"), value));
  }

  private static DescriptorAction match(Action.HeaderValueMatch proto) {
    String value = text("descriptor_value", proto.getDescriptorValue());
    require(proto.getHeadersCount() > 0, "headers", "[]", "at least one matcher");
    return new DescriptorAction.HeaderValueMatch(
        new Entry(orElse(proto.getDescriptorKey(), "header_match"), value),
        HeaderMatchConfig.parse("headers", proto.getHeadersList()),
        !proto.hasExpectMatch() || proto.getExpectMatch().getValue());
  }

  private static DescriptorAction match(Action.QueryParameterValueMatch proto) {
    String value = text("descriptor_value", proto.getDescriptorValue());
    require(proto.getQueryParametersCount() > 0, "query_parameters", "[]", "at least one matcher");
    var parameters = new ArrayList<QueryMatch>(proto.getQueryParametersCount());
    for (int at = 0; at < proto.getQueryParametersCount(); at++) {
      var parameter = proto.getQueryParameters(at);
      parameters.add(
          ProtoValue.under(
              "query_parameters[" + at + "]", () -> HeaderMatchConfig.query(parameter)));
    }
    return new DescriptorAction.QueryValueMatch(
        new Entry(orElse(proto.getDescriptorKey(), "query_match"), value),
        parameters,
        !proto.hasExpectMatch() || proto.getExpectMatch().getValue());
  }

  private static DescriptorAction metadata(Action.DynamicMetaData proto) {
    String key = text("dynamic_metadata.descriptor_key", proto.getDescriptorKey());
    MetadataKey where = proto.getMetadataKey();
    List<String> path = ProtoValue.under("dynamic_metadata.metadata_key", () -> path(where));
    return new DescriptorAction.MetadataValue(
        key, where.getKey(), path, false, proto.getDefaultValue(), false);
  }

  private static DescriptorAction metadata(Action.MetaData proto) {
    String key = text("metadata.descriptor_key", proto.getDescriptorKey());
    MetadataKey where = proto.getMetadataKey();
    List<String> path = ProtoValue.under("metadata.metadata_key", () -> path(where));
    boolean ofRoute =
        switch (proto.getSource()) {
          case DYNAMIC -> false;
          case ROUTE_ENTRY -> true;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "metadata.source", proto.getSourceValue(), "DYNAMIC or ROUTE_ENTRY");
        };
    return new DescriptorAction.MetadataValue(
        key, where.getKey(), path, ofRoute, proto.getDefaultValue(), proto.getSkipIfAbsent());
  }

  private static List<String> path(MetadataKey proto) {
    text("key", proto.getKey());
    require(proto.getPathCount() > 0, "path", "[]", "at least one key");
    return proto.getPathList().stream().map(MetadataKey.PathSegment::getKey).toList();
  }

  private static String orElse(String key, String usual) {
    return key.isEmpty() ? usual : key;
  }

  private static String text(String field, String value) {
    require(!value.isEmpty(), field, "", "a text");
    return value;
  }

  private static void require(boolean valid, String field, Object value, String expected) {
    if (!valid) {
      throw new InvalidConfigException(field, value, expected);
    }
  }
}
