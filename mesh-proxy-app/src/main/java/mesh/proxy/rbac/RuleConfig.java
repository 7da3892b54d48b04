package mesh.proxy.rbac;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.SourcedMetadata;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.extensions.rbac.principals.mtls_authenticated.v3.Config;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Fields;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.CidrConfig;
import mesh.proxy.match.CidrRanges;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.match.ValueMatchConfig;
import mesh.proxy.route.match.UriTemplate;
import mesh.proxy.tls.peer.NameMatchConfig;
import org.jspecify.annotations.Nullable;

/** Reads permissions and principals. */
final class RuleConfig {

  static final Supported SUPPORTED =
      Supported.of(Permission.getDefaultInstance())
          .fields(
              "and_rules",
              "or_rules",
              "any",
              "header",
              "url_path",
              "destination_ip",
              "destination_port",
              "destination_port_range",
              "metadata",
              "not_rule",
              "requested_server_name",
              "uri_template",
              "sourced_metadata")
          .and(
              Supported.all(Permission.Set.getDefaultInstance()),
              Supported.all(Principal.getDefaultInstance()),
              Supported.all(Principal.Set.getDefaultInstance()),
              Supported.all(Principal.Authenticated.getDefaultInstance()),
              Supported.all(SourcedMetadata.getDefaultInstance()),
              Supported.all(Int32Range.getDefaultInstance()),
              HeaderMatchConfig.SUPPORTED,
              StringMatchConfig.SUPPORTED,
              ValueMatchConfig.SUPPORTED,
              CidrConfig.SUPPORTED);

  private static final Supported MTLS =
      Supported.all(Config.getDefaultInstance()).and(NameMatchConfig.SUPPORTED);
  private static final int PORTS = 65_536;

  private RuleConfig() {}

  @SuppressWarnings("deprecation") // metadata is what older configurations have
  static Rule permission(Permission proto) {
    return switch (proto.getRuleCase()) {
      case AND_RULES ->
          new Rule.AllOf(
              all("and_rules.rules", proto.getAndRules().getRulesList(), RuleConfig::permission));
      case OR_RULES ->
          new Rule.OneOf(
              all("or_rules.rules", proto.getOrRules().getRulesList(), RuleConfig::permission));
      case ANY -> any(proto.getAny());
      case NOT_RULE ->
          new Rule.Not(ProtoValue.under("not_rule", () -> permission(proto.getNotRule())));
      case HEADER ->
          new Rule.Header(
              ProtoValue.under("header", () -> HeaderMatchConfig.parse(proto.getHeader())));
      case URL_PATH ->
          new Rule.UrlPath(
              ProtoValue.under("url_path", () -> StringMatchConfig.path(proto.getUrlPath())));
      case DESTINATION_IP ->
          new Rule.Ip(Rule.Address.DESTINATION, range("destination_ip", proto.getDestinationIp()));
      case DESTINATION_PORT -> port(proto.getDestinationPort());
      case DESTINATION_PORT_RANGE ->
          ProtoValue.under("destination_port_range", () -> ports(proto.getDestinationPortRange()));
      case METADATA ->
          new Rule.Metadata(
              ProtoValue.under("metadata", () -> ValueMatchConfig.metadata(proto.getMetadata())),
              false);
      case SOURCED_METADATA ->
          ProtoValue.under("sourced_metadata", () -> metadata(proto.getSourcedMetadata()));
      case REQUESTED_SERVER_NAME ->
          new Rule.RequestedServerName(
              ProtoValue.under(
                  "requested_server_name",
                  () -> StringMatchConfig.parse(proto.getRequestedServerName())));
      case URI_TEMPLATE -> ProtoValue.under("uri_template", () -> template(proto.getUriTemplate()));
      case MATCHER -> throw unknown("matcher", proto.getMatcher(), "another kind of rule");
      case RULE_NOT_SET -> throw new InvalidConfigException("rule", null, "a rule");
    };
  }

  @SuppressWarnings("deprecation") // source_ip and metadata are what older configurations have
  static Rule principal(Principal proto) {
    return switch (proto.getIdentifierCase()) {
      case AND_IDS ->
          new Rule.AllOf(all("and_ids.ids", proto.getAndIds().getIdsList(), RuleConfig::principal));
      case OR_IDS ->
          new Rule.OneOf(all("or_ids.ids", proto.getOrIds().getIdsList(), RuleConfig::principal));
      case ANY -> any(proto.getAny());
      case NOT_ID -> new Rule.Not(ProtoValue.under("not_id", () -> principal(proto.getNotId())));
      case AUTHENTICATED -> authenticated(proto.getAuthenticated());
      case SOURCE_IP -> new Rule.Ip(Rule.Address.SOURCE, range("source_ip", proto.getSourceIp()));
      case DIRECT_REMOTE_IP ->
          new Rule.Ip(
              Rule.Address.DIRECT_REMOTE, range("direct_remote_ip", proto.getDirectRemoteIp()));
      case REMOTE_IP -> new Rule.Ip(Rule.Address.REMOTE, range("remote_ip", proto.getRemoteIp()));
      case HEADER ->
          new Rule.Header(
              ProtoValue.under("header", () -> HeaderMatchConfig.parse(proto.getHeader())));
      case URL_PATH ->
          new Rule.UrlPath(
              ProtoValue.under("url_path", () -> StringMatchConfig.path(proto.getUrlPath())));
      case METADATA ->
          new Rule.Metadata(
              ProtoValue.under("metadata", () -> ValueMatchConfig.metadata(proto.getMetadata())),
              false);
      case SOURCED_METADATA ->
          ProtoValue.under("sourced_metadata", () -> metadata(proto.getSourcedMetadata()));
      case FILTER_STATE ->
          new Rule.FilterState(
              ProtoValue.under(
                  "filter_state", () -> ValueMatchConfig.filterState(proto.getFilterState())));
      case CUSTOM -> ProtoValue.under("custom", () -> custom(proto.getCustom()));
      case IDENTIFIER_NOT_SET ->
          throw new InvalidConfigException("identifier", null, "an identifier");
    };
  }

  /** All of a list, faults named by index. */
  static <P> List<Rule> all(String field, List<P> protos, Function<P, Rule> reader) {
    if (protos.isEmpty()) {
      throw new InvalidConfigException(field, "[]", "at least one");
    }
    var rules = new ArrayList<Rule>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      P proto = protos.get(at);
      rules.add(ProtoValue.under(field + "[" + at + "]", () -> reader.apply(proto)));
    }
    return rules;
  }

  private static Rule any(boolean any) {
    if (!any) {
      throw new InvalidConfigException("any", false, "true");
    }
    return new Rule.Any();
  }

  private static Rule port(int port) {
    if (port < 0 || port >= PORTS) {
      throw new InvalidConfigException(
          "destination_port", Integer.toUnsignedString(port), "0..65535");
    }
    return new Rule.DestinationPort(port, port + 1);
  }

  private static Rule ports(Int32Range range) {
    if (range.getStart() < 0 || range.getEnd() > PORTS || range.getStart() >= range.getEnd()) {
      throw new InvalidConfigException(
          "",
          "[" + range.getStart() + ", " + range.getEnd() + ")",
          "start below end, both 0..65536");
    }
    return new Rule.DestinationPort(range.getStart(), range.getEnd());
  }

  private static CidrRanges range(String field, CidrRange proto) {
    return ProtoValue.under(field, () -> CidrConfig.parse(List.of(proto)));
  }

  private static Rule metadata(SourcedMetadata proto) {
    boolean ofRoute =
        switch (proto.getMetadataSource()) {
          case DYNAMIC -> false;
          case ROUTE -> true;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "metadata_source", proto.getMetadataSourceValue(), "DYNAMIC or ROUTE");
        };
    return new Rule.Metadata(
        ProtoValue.under(
            "metadata_matcher", () -> ValueMatchConfig.metadata(proto.getMetadataMatcher())),
        ofRoute);
  }

  private static Rule authenticated(Principal.Authenticated proto) {
    return new Rule.Authenticated(
        proto.hasPrincipalName()
            ? ProtoValue.under(
                "authenticated.principal_name",
                () -> StringMatchConfig.parse(proto.getPrincipalName()))
            : null);
  }

  private static Rule template(TypedExtensionConfig extension) {
    UriTemplateMatchConfig proto = unpack(extension, UriTemplateMatchConfig.getDefaultInstance());
    if (proto == null) {
      throw unknown("", extension, "envoy.path.match.uri_template.uri_template_matcher");
    }
    return new Rule.PathTemplate(
        UriTemplate.of("typed_config.path_template", proto.getPathTemplate()));
  }

  private static Rule custom(TypedExtensionConfig extension) {
    Config proto = unpack(extension, Config.getDefaultInstance());
    if (proto == null) {
      throw unknown("", extension, "envoy.rbac.principals.mtls_authenticated");
    }
    return ProtoValue.under("typed_config", () -> mutualTls(proto));
  }

  private static Rule mutualTls(Config proto) {
    MTLS.check(proto);
    if (proto.hasSanMatcher() == proto.getAnyValidatedClientCertificate()) {
      throw new InvalidConfigException(
          "",
          proto.hasSanMatcher() ? "both" : "neither",
          "one of san_matcher and any_validated_client_certificate");
    }
    return new Rule.MutualTls(
        proto.hasSanMatcher()
            ? ProtoValue.under("san_matcher", () -> NameMatchConfig.parse(proto.getSanMatcher()))
            : null);
  }

  /** Null if the extension has another type. */
  private static <P extends Message> @Nullable P unpack(
      TypedExtensionConfig extension, P prototype) {
    Any config = extension.getTypedConfig();
    String type = Fields.type(prototype).getFullName();
    if (!config.getTypeUrl().endsWith("/" + type)) {
      return null;
    }
    try {
      @SuppressWarnings("unchecked") // a prototype's parser makes its own type
      P message = (P) prototype.getParserForType().parseFrom(config.getValue());
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException(
          "typed_config", config.getTypeUrl(), "a valid message: " + e.getMessage());
    }
  }

  private static InvalidConfigException unknown(
      String field, TypedExtensionConfig extension, String expected) {
    return new InvalidConfigException(field, extension.getName(), expected);
  }
}
