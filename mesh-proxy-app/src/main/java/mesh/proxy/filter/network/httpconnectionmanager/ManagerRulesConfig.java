package mesh.proxy.filter.network.httpconnectionmanager;

import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.SchemeHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.rule.RuleConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.network.httpconnectionmanager.origin.OriginalAddress;
import mesh.proxy.filter.network.httpconnectionmanager.origin.OriginalAddressConfig;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.match.CidrConfig;
import mesh.proxy.match.CidrRanges;

/** Reads what a connection manager does to heads. */
final class ManagerRulesConfig {

  static final Supported SUPPORTED =
      Supported.all(HttpConnectionManager.InternalAddressConfig.getDefaultInstance())
          .and(
              Supported.all(CidrRange.getDefaultInstance()),
              Supported.all(HttpConnectionManager.SetCurrentClientCertDetails.getDefaultInstance()),
              Supported.of(SchemeHeaderTransformation.getDefaultInstance())
                  .fields("scheme_to_overwrite"),
              Supported.of(HttpConnectionManager.UpgradeConfig.getDefaultInstance())
                  .fields("upgrade_type", "enabled"),
              Supported.of(
                      io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.getDefaultInstance())
                  .fields(
                      "idle_timeout",
                      "max_connection_duration",
                      "max_headers_count",
                      "max_stream_duration",
                      "headers_with_underscores_action",
                      "max_requests_per_connection"),
              Supported.of(
                      io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3
                          .HttpFilter.getDefaultInstance())
                  .fields("name", "typed_config", "disabled"));

  private final HttpConnectionManager proto;
  private final ConnectionManagerFactory.Services services;

  ManagerRulesConfig(HttpConnectionManager proto, ConnectionManagerFactory.Services services) {
    this.proto = proto;
    this.services = services;
  }

  RequestRules requestRules() {
    var settings =
        new RequestRules.Settings(
            proto.getUseRemoteAddress().getValue(),
            proto.getXffNumTrustedHops(),
            detections(),
            proto.getSkipXffAppend(),
            proto.getAppendXForwardedPort(),
            OwnAddress.TEXT,
            proto.getVia(),
            proto.getAddUserAgent().getValue() ? services.serviceCluster() : null,
            services.nodeId(),
            internal(),
            !proto.hasGenerateRequestId() || proto.getGenerateRequestId().getValue(),
            proto.getPreserveExternalRequestId(),
            proto.getSchemeHeaderTransformation().getSchemeToOverwrite());
    return new RequestRules(settings, paths(), hosts(), clientCerts());
  }

  private List<OriginalAddress> detections() {
    if (proto.getOriginalIpDetectionExtensionsCount() == 0) {
      return List.of(new OriginalAddress.Hops(proto.getXffNumTrustedHops(), false));
    }
    if (proto.getUseRemoteAddress().getValue() || proto.getXffNumTrustedHops() > 0) {
      throw new InvalidConfigException(
          "original_ip_detection_extensions",
          "[" + proto.getOriginalIpDetectionExtensionsCount() + " elements]",
          "not together with use_remote_address or xff_num_trusted_hops");
    }
    return ProtoValue.under(
        "original_ip_detection_extensions",
        () -> OriginalAddressConfig.parse(proto.getOriginalIpDetectionExtensionsList()));
  }

  private InternalAddresses internal() {
    CidrRanges ranges =
        ProtoValue.under(
            "internal_address_config.cidr_ranges",
            () -> CidrConfig.parse(proto.getInternalAddressConfig().getCidrRangesList()));
    return new InternalAddresses(ranges, proto.getInternalAddressConfig().getUnixSockets());
  }

  private PathRules paths() {
    return new PathRules(
        proto.getNormalizePath().getValue(),
        proto.getMergeSlashes(),
        switch (proto.getPathWithEscapedSlashesAction()) {
          case IMPLEMENTATION_SPECIFIC_DEFAULT, KEEP_UNCHANGED, UNRECOGNIZED ->
              PathRules.EscapedSlashes.KEEP;
          case REJECT_REQUEST -> PathRules.EscapedSlashes.REJECT;
          case UNESCAPE_AND_REDIRECT -> PathRules.EscapedSlashes.UNESCAPE_AND_REDIRECT;
          case UNESCAPE_AND_FORWARD -> PathRules.EscapedSlashes.UNESCAPE_AND_FORWARD;
        });
  }

  private HostRules hosts() {
    if (proto.getStripMatchingHostPort() && proto.getStripAnyHostPort()) {
      throw new InvalidConfigException(
          "strip_any_host_port", true, "not together with strip_matching_host_port");
    }
    HostRules.StripPort port =
        proto.getStripAnyHostPort()
            ? HostRules.StripPort.ANY
            : proto.getStripMatchingHostPort()
                ? HostRules.StripPort.MATCHING
                : HostRules.StripPort.NONE;
    return new HostRules(port, proto.getStripTrailingHostDot());
  }

  private ClientCertRules clientCerts() {
    var details = proto.getSetCurrentClientCertDetails();
    ClientCertRules.Mode mode =
        switch (proto.getForwardClientCertDetails()) {
          case SANITIZE, UNRECOGNIZED -> ClientCertRules.Mode.SANITIZE;
          case FORWARD_ONLY -> ClientCertRules.Mode.FORWARD_ONLY;
          case APPEND_FORWARD -> ClientCertRules.Mode.APPEND_FORWARD;
          case SANITIZE_SET -> ClientCertRules.Mode.SANITIZE_SET;
          case ALWAYS_FORWARD_ONLY -> ClientCertRules.Mode.ALWAYS_FORWARD_ONLY;
        };
    return new ClientCertRules(
        mode,
        details.getSubject().getValue(),
        details.getCert(),
        details.getChain(),
        details.getDns(),
        details.getUri());
  }

  ResponseRules responseRules() {
    return new ResponseRules(
        proto.getServerName().isEmpty() ? "envoy" : proto.getServerName(),
        switch (proto.getServerHeaderTransformation()) {
          case OVERWRITE, UNRECOGNIZED -> ResponseRules.ServerField.OVERWRITE;
          case APPEND_IF_ABSENT -> ResponseRules.ServerField.APPEND_IF_ABSENT;
          case PASS_THROUGH -> ResponseRules.ServerField.PASS_THROUGH;
        },
        proto.getVia(),
        proto.getAlwaysSetRequestIdInResponse());
  }

  Http1Config http1(HttpLimits limits, UnderscorePolicy underscores) {
    var options = proto.getHttpProtocolOptions();
    Http1Config config =
        Http1Config.parse(options, limits, underscores)
            .withStreamErrors(
                options.hasOverrideStreamErrorOnInvalidHttpMessage()
                    ? options.getOverrideStreamErrorOnInvalidHttpMessage().getValue()
                    : proto.getStreamErrorOnInvalidHttpMessage().getValue());
    return proto.getUseRemoteAddress().getValue() && proto.getXffNumTrustedHops() == 0
        ? config.atEdge()
        : config;
  }

  LocalReplies replies(RuleConfig filters) {
    return new LocalReplies(
        proto.hasLocalReplyConfig()
            ? ProtoValue.under(
                "local_reply_config",
                () -> new ReplyRewriteConfig(filters).parse(proto.getLocalReplyConfig()))
            : ReplyRewrite.NONE);
  }

  Upgrades upgrades() {
    Map<String, Boolean> enabled = new HashMap<>();
    for (var upgrade : proto.getUpgradeConfigsList()) {
      String type = ManagerProtoConfig.lower(upgrade.getUpgradeType());
      boolean on = !upgrade.hasEnabled() || upgrade.getEnabled().getValue();
      if (enabled.put(type, on) != null) {
        throw new InvalidConfigException(
            "upgrade_configs", upgrade.getUpgradeType(), "each type once");
      }
    }
    return new Upgrades(enabled);
  }
}
