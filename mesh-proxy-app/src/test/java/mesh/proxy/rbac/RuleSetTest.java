package mesh.proxy.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.extensions.rbac.principals.mtls_authenticated.v3.Config;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import mesh.testkit.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleSetTest {

  private final ConnectionInfo connection =
      new ConnectionInfo(
          new InetSocketAddress("10.0.0.1", 443), new InetSocketAddress("9.9.9.9", 5));
  private final StreamInfo info = new StreamInfo(connection, 0, 0);

  RuleSetTest() {
    info.requestHead = Headers.request("GET", "https", "shop", "/a/b?q=1").add("x-user", "ada");
  }

  @Test
  void combinesPermissions() {
    assertThat(permits("any: true")).isTrue();
    assertThat(permits("and_rules: {rules: [{any: true}, {header: {name: x-user}}]}")).isTrue();
    assertThat(permits("and_rules: {rules: [{any: true}, {header: {name: x-no}}]}")).isFalse();
    assertThat(permits("or_rules: {rules: [{header: {name: x-no}}, {header: {name: x-user}}]}"))
        .isTrue();
    assertThat(permits("or_rules: {rules: [{header: {name: x-no}}, {destination_port: 80}]}"))
        .isFalse();
    assertThat(permits("not_rule: {header: {name: x-no}}")).isTrue();
  }

  @Test
  void looksAtTheDestination() {
    assertThat(permits("destination_ip: {address_prefix: 10.0.0.0, prefix_len: 8}")).isTrue();
    assertThat(permits("destination_ip: {address_prefix: 11.0.0.0, prefix_len: 8}")).isFalse();
    assertThat(permits("destination_port: 443")).isTrue();
    assertThat(permits("destination_port_range: {start: 443, end: 444}")).isTrue();
    assertThat(permits("destination_port_range: {start: 442, end: 443}")).isFalse();
  }

  @Test
  void looksAtPathAndServerName() {
    connection.serverName("shop.test");

    assertThat(permits("url_path: {path: {exact: /a/b}}")).isTrue();
    assertThat(permits("url_path: {path: {suffix: q=1}}")).isFalse();
    assertThat(permits("header: {name: ':path', string_match: {suffix: q=1}}")).isTrue();
    assertThat(permits("requested_server_name: {suffix: .test}")).isTrue();
  }

  @Test
  void looksAtMetadataOfFiltersAndRoute() {
    info.dynamicMetadata("jwt").put("sub", "ada");
    info.routeMetadata = Map.of("jwt", Map.of("sub", "route"));
    String matcher = "{filter: jwt, path: [{key: sub}], value: {string_match: {exact: %s}}}";

    assertThat(permits("metadata: " + matcher.formatted("ada"))).isTrue();
    assertThat(permits("sourced_metadata: {metadata_matcher: " + matcher.formatted("ada") + "}"))
        .isTrue();
    assertThat(
            permits(
                "sourced_metadata: {metadata_source: ROUTE, metadata_matcher: "
                    + matcher.formatted("route")
                    + "}"))
        .isTrue();
  }

  @Test
  void looksAtTheRightAddress() {
    connection.remote(new InetSocketAddress("8.8.8.8", 5)); // PROXY protocol
    info.remote = new InetSocketAddress("7.7.7.7", 5); // x-forwarded-for

    assertThat(is("direct_remote_ip: {address_prefix: 9.9.9.9, prefix_len: 32}")).isTrue();
    assertThat(is("source_ip: {address_prefix: 8.8.8.8, prefix_len: 32}")).isTrue();
    assertThat(is("remote_ip: {address_prefix: 7.7.7.7, prefix_len: 32}")).isTrue();
    assertThat(is("remote_ip: {address_prefix: 9.9.9.9, prefix_len: 32}")).isFalse();
  }

  @Test
  void looksAtFilterState() {
    info.filterState().put("who", "ada");

    assertThat(is("filter_state: {key: who, string_match: {prefix: a}}")).isTrue();
    assertThat(is("filter_state: {key: whom, string_match: {prefix: a}}")).isFalse();
  }

  @Test
  void knowsPeersByTheirCertificates() {
    assertThat(is("authenticated: {}")).isFalse();

    tls(List.of(issue("spiffe://t/ns/a/sa/b", "b.test")));

    assertThat(is("authenticated: {}")).isTrue();
    assertThat(is("authenticated: {principal_name: {exact: spiffe://t/ns/a/sa/b}}")).isTrue();
    assertThat(is("authenticated: {principal_name: {exact: b.test}}")).isTrue();
    assertThat(is("authenticated: {principal_name: {exact: c.test}}")).isFalse();
  }

  @Test
  void takesThePeerWithoutCertificateForNobody() {
    tls(List.of());

    assertThat(is("authenticated: {}")).isTrue();
    assertThat(is("authenticated: {principal_name: {prefix: spiffe}}")).isFalse();
  }

  @Test
  void knowsVerifiedPeers() {
    Principal any = custom(Config.newBuilder().setAnyValidatedClientCertificate(true).build());
    Principal named =
        custom(
            Config.newBuilder()
                .setSanMatcher(
                    SubjectAltNameMatcher.newBuilder()
                        .setSanType(SubjectAltNameMatcher.SanType.URI)
                        .setMatcher(StringMatcher.newBuilder().setPrefix("spiffe://t/")))
                .build());
    assertThat(matches(Permission.newBuilder().setAny(true).build(), any)).isFalse();

    tls(List.of(issue("spiffe://t/ns/a/sa/b")));

    assertThat(matches(Permission.newBuilder().setAny(true).build(), any)).isTrue();
    assertThat(matches(Permission.newBuilder().setAny(true).build(), named)).isTrue();
  }

  @Test
  void matchesPathTemplates() {
    Permission template =
        Permission.newBuilder()
            .setUriTemplate(
                TypedExtensionConfig.newBuilder()
                    .setName("t")
                    .setTypedConfig(
                        Any.pack(
                            UriTemplateMatchConfig.newBuilder().setPathTemplate("/a/{x}").build())))
            .build();

    assertThat(matches(template, Principal.newBuilder().setAny(true).build())).isTrue();
    info.requestHead = Headers.request("GET", "https", "shop", "/a/b/c");
    assertThat(matches(template, Principal.newBuilder().setAny(true).build())).isFalse();
  }

  @Test
  void seesNoHeaderFieldsOfAConnection() {
    info.requestHead = null;

    assertThat(permits("header: {name: x-user}")).isFalse();
    assertThat(permits("not_rule: {header: {name: x-user}}")).isTrue();
    assertThat(permits("url_path: {path: {prefix: /}}")).isFalse();
  }

  @Test
  void asksPoliciesInTheOrderOfTheirNames() {
    RuleSet rules =
        parse(
            """
            policies:
              b: {permissions: [{any: true}], principals: [{any: true}]}
              a: {permissions: [{header: {name: x-no}}], principals: [{any: true}]}
              c: {permissions: [{any: true}], principals: [{any: true}]}
            """);

    assertThat(rules.policies()).extracting(RuleSet.Policy::name).containsExactly("a", "b", "c");
    assertThat(rules.firstMatch(info)).isEqualTo(1);
  }

  @Test
  void saysWhoPasses() {
    assertThat(parse("action: ALLOW").passes(false)).isFalse();
    assertThat(parse("action: ALLOW").passes(true)).isTrue();
    assertThat(parse("action: DENY").passes(false)).isTrue();
    assertThat(parse("action: DENY").passes(true)).isFalse();
    assertThat(parse("action: LOG").passes(false)).isTrue();
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> permits("destination_port: 65536"))
        .hasMessage("policies[\"p\"].permissions[0].destination_port: 65536 (expected: 0..65535)");
    assertThatThrownBy(() -> permits("destination_port_range: {start: 5, end: 5}"))
        .hasMessage(
            "policies[\"p\"].permissions[0].destination_port_range: [5, 5) (expected: start below"
                + " end, both 0..65536)");
    assertThatThrownBy(() -> permits("{}"))
        .hasMessage("policies[\"p\"].permissions[0].rule: null (expected: a rule)");
    assertThatThrownBy(() -> permits("matcher: {name: envoy.rbac.matchers.upstream_ip_port}"))
        .hasMessage(
            "policies[\"p\"].permissions[0].matcher: envoy.rbac.matchers.upstream_ip_port"
                + " (expected: another kind of rule)");
    assertThatThrownBy(() -> is("custom: {name: mine}"))
        .hasMessage(
            "policies[\"p\"].principals[0].custom: mine (expected:"
                + " envoy.rbac.principals.mtls_authenticated)");
  }

  @Test
  void declaresEveryMessageBelowItsOwn() {
    assertThat(RuleSetConfig.SUPPORTED.undeclared()).isEmpty();
  }

  private boolean permits(String permission) {
    return matches(
        ProtoYaml.parse(Permission.getDefaultInstance(), permission),
        Principal.newBuilder().setAny(true).build());
  }

  private boolean is(String principal) {
    return matches(
        Permission.newBuilder().setAny(true).build(),
        ProtoYaml.parse(Principal.getDefaultInstance(), principal));
  }

  private boolean matches(Permission permission, Principal principal) {
    Policy policy = Policy.newBuilder().addPermissions(permission).addPrincipals(principal).build();
    return RuleSetConfig.parse(RBAC.newBuilder().putPolicies("p", policy).build()).firstMatch(info)
        != RuleSet.NONE;
  }

  private static RuleSet parse(String yaml) {
    return RuleSetConfig.parse(ProtoYaml.parse(RBAC.getDefaultInstance(), yaml));
  }

  private static Principal custom(Config config) {
    return Principal.newBuilder()
        .setCustom(
            TypedExtensionConfig.newBuilder().setName("mtls").setTypedConfig(Any.pack(config)))
        .build();
  }

  private static X509Certificate issue(String... names) {
    return TestAuthority.of("t").issue(names).certificate();
  }

  private void tls(List<X509Certificate> peer) {
    @Nullable X509Certificate local = null;
    connection.tls(new TlsInfo("TLSv1.3", "", "", "", "", local, peer, !peer.isEmpty()));
  }
}
