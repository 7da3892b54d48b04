package mesh.proxy.bootstrap.plain;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.proxy.config.Findings;

/**
 * Writes one cluster out.
 *
 * @param field name of the property, for faults
 */
record PlainClusterConfig(String field, Findings findings) {

  private static final Pattern ENDPOINT = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");
  private static final int HIGHEST_PORT = 65_535;
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  Cluster cluster(ClusterProperties properties) {
    if (properties.name() == null || properties.name().isEmpty()) {
      findings.fault(field + ".name", properties.name(), "a name");
    }
    positive(".connect-timeout", properties.connectTimeout());
    var cluster =
        Cluster.newBuilder()
            .setName(String.valueOf(properties.name()))
            .setConnectTimeout(PlainTime.proto(properties.connectTimeout()))
            .setLbPolicy(Cluster.LbPolicy.valueOf(properties.lbPolicy().name()))
            .setLoadAssignment(endpoints(properties))
            .setType(type(properties));
    if (properties.http2()) {
      cluster.putTypedExtensionProtocolOptions(HTTP_OPTIONS, http2());
    }
    if (properties.tls() != null) {
      cluster.setTransportSocket(tls(properties.tls(), properties.http2()));
    }
    if (properties.healthCheck() != null) {
      cluster.addHealthChecks(healthCheck(properties.healthCheck()));
    }
    return cluster.build();
  }

  private ClusterLoadAssignment endpoints(ClusterProperties properties) {
    var locality = LocalityLbEndpoints.newBuilder();
    List<String> endpoints = properties.endpoints();
    if (endpoints.isEmpty()) {
      findings.fault(field + ".endpoints", "[]", "at least one host:port");
    }
    for (int i = 0; i < endpoints.size(); i++) {
      Matcher parts = ENDPOINT.matcher(endpoints.get(i));
      if (!parts.matches() || Integer.parseInt(parts.group(3)) > HIGHEST_PORT) {
        findings.fault(field + ".endpoints[" + i + "]", endpoints.get(i), "host:port");
        continue;
      }
      String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      locality
          .addLbEndpointsBuilder()
          .getEndpointBuilder()
          .setAddress(address(host, Integer.parseInt(parts.group(3))));
    }
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(String.valueOf(properties.name()))
        .addEndpoints(locality)
        .build();
  }

  private DiscoveryType type(ClusterProperties properties) {
    boolean onlyAddresses =
        properties.endpoints().stream()
            .map(ENDPOINT::matcher)
            .filter(Matcher::matches)
            .allMatch(
                parts -> parts.group(1) != null || NetUtil.isValidIpV4Address(parts.group(2)));
    if (onlyAddresses) {
      return DiscoveryType.STATIC;
    }
    if (properties.dns() == ClusterProperties.Dns.STRICT) {
      return DiscoveryType.STRICT_DNS;
    }
    if (properties.endpoints().size() != 1) {
      findings.fault(
          field + ".endpoints", properties.endpoints(), "exactly one name, as dns is logical");
    }
    return DiscoveryType.LOGICAL_DNS;
  }

  private HealthCheck healthCheck(HealthCheckProperties properties) {
    positive(".health-check.interval", properties.interval());
    positive(".health-check.timeout", properties.timeout());
    if (properties.path() == null || !properties.path().startsWith("/")) {
      findings.fault(field + ".health-check.path", properties.path(), "a path that starts with /");
    }
    atLeastOne(".health-check.healthy-threshold", properties.healthyThreshold());
    atLeastOne(".health-check.unhealthy-threshold", properties.unhealthyThreshold());
    return HealthCheck.newBuilder()
        .setInterval(PlainTime.proto(properties.interval()))
        .setTimeout(PlainTime.proto(properties.timeout()))
        .setHealthyThreshold(UInt32Value.of(properties.healthyThreshold()))
        .setUnhealthyThreshold(UInt32Value.of(properties.unhealthyThreshold()))
        .setHttpHealthCheck(
            HealthCheck.HttpHealthCheck.newBuilder().setPath(String.valueOf(properties.path())))
        .build();
  }

  private TransportSocket tls(ClientTlsProperties properties, boolean http2) {
    var common = CommonTlsContext.newBuilder();
    common
        .getValidationContextBuilder()
        .setTrustedCa(PlainFiles.required(field + ".tls.ca", properties.ca(), findings));
    if (http2) {
      common.addAlpnProtocols("h2");
    }
    if (properties.certificate() != null || properties.key() != null) {
      common
          .addTlsCertificatesBuilder()
          .setCertificateChain(
              PlainFiles.required(field + ".tls.certificate", properties.certificate(), findings))
          .setPrivateKey(PlainFiles.required(field + ".tls.key", properties.key(), findings));
    }
    var context = UpstreamTlsContext.newBuilder();
    if (properties.serverName() != null) {
      context.setSni(properties.serverName());
      common
          .getValidationContextBuilder()
          .addMatchTypedSubjectAltNames(PlainFiles.dnsName(properties.serverName()));
    }
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(Any.pack(context.setCommonTlsContext(common).build()))
        .build();
  }

  private static Any http2() {
    return Any.pack(
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(
                ExplicitHttpConfig.newBuilder()
                    .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
            .build());
  }

  private void positive(String property, Duration time) {
    if (time.isNegative() || time.isZero()) {
      findings.fault(field + property, time, "a time above 0");
    }
  }

  private void atLeastOne(String property, int count) {
    if (count < 1) {
      findings.fault(field + property, count, "1 or more");
    }
  }

  static Address address(String host, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
        .build();
  }
}
