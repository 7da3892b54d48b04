package mesh.proxy.route.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.route.v3.RateLimit;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.route.ratelimit.Descriptor.Entry;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class RateLimitRulesTest {

  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("192.168.7.9", 5000)),
          0,
          0);
  private final Headers head =
      Headers.request("GET", "http", "shop", "/cart?item=a%20b&empty").add("x-user", "ada");

  @Test
  void joinsTheEntriesOfAllActionsInOrder() {
    assertThat(
            describe(
                """
                actions:
                  - generic_key: {descriptor_value: slow}
                  - generic_key: {descriptor_value: v, descriptor_key: k}
                  - source_cluster: {}
                  - destination_cluster: {}
                  - request_headers: {header_name: X-User, descriptor_key: user}
                """))
        .containsExactly(
            new Entry("generic_key", "slow"),
            new Entry("k", "v"),
            new Entry("source_cluster", "me"),
            new Entry("destination_cluster", "shop"),
            new Entry("user", "ada"));
  }

  @Test
  void decodesQueryParameters() {
    assertThat(
            describe(
                """
                actions:
                  - query_parameters: {query_parameter_name: item, descriptor_key: item}
                  - query_parameter_value_match:
                      descriptor_value: hit
                      query_parameters: [{name: item, string_match: {exact: a b}}, {name: empty, present_match: true}]
                """))
        .containsExactly(new Entry("item", "a b"), new Entry("query_match", "hit"));
  }

  @Test
  void masksTheClientsAddress() {
    assertThat(
            describe(
                """
                actions:
                  - remote_address: {}
                  - masked_remote_address: {v4_prefix_mask_len: 20}
                  - masked_remote_address: {}
                """))
        .containsExactly(
            new Entry("remote_address", "192.168.7.9"),
            new Entry("masked_remote_address", "192.168.0.0/20"),
            new Entry("masked_remote_address", "192.168.7.9/32"));
  }

  @Test
  void masksAddressesOfVersionSix() {
    info.remote = new InetSocketAddress("2001:db8:ff::1", 1);

    assertThat(describe("actions: [{masked_remote_address: {v6_prefix_mask_len: 36}}]"))
        .containsExactly(new Entry("masked_remote_address", "2001:db8::/36"));
  }

  @Test
  void readsMetadataOfFiltersAndRoutes() {
    info.dynamicMetadata("jwt").put("claims", Map.of("sub", "ada"));

    assertThat(
            describe(
                """
                actions:
                  - metadata: {descriptor_key: s, metadata_key: {key: jwt, path: [{key: claims}, {key: sub}]}}
                  - metadata: {descriptor_key: r, source: ROUTE_ENTRY, metadata_key: {key: m, path: [{key: tier}]}}
                  - metadata: {descriptor_key: d, default_value: none, metadata_key: {key: jwt, path: [{key: no}]}}
                """))
        .containsExactly(new Entry("s", "ada"), new Entry("r", "gold"), new Entry("d", "none"));
  }

  @Test
  void hasNoDescriptorIfAnActionFindsNothing() {
    assertThat(
            rule("actions: [{request_headers: {header_name: x-no, descriptor_key: a}}]")
                .describe(facts()))
        .isNull();
    assertThat(
            rule("""
            actions:
              - header_value_match: {descriptor_value: v, headers: [{name: x-user}], expect_match: false}
            """)
                .describe(facts()))
        .isNull();
  }

  @Test
  void passesOverWhatMayBeAbsent() {
    assertThat(
            describe(
                """
                actions:
                  - request_headers: {header_name: x-no, descriptor_key: a, skip_if_absent: true}
                  - generic_key: {descriptor_value: b}
                """))
        .containsExactly(new Entry("generic_key", "b"));
  }

  @Test
  void countsAsManyHitsAsTheRequestSays() {
    RateLimitRule rule =
        rule(
            """
            actions: [{generic_key: {descriptor_value: b}}]
            hits_addend: {format: "%REQ(x-cost)%"}
            """);
    info.requestHead = head;

    assertThat(rule.hits(facts())).isEqualTo(HitsAddend.UNKNOWN);
    head.set("x-cost", "17");
    assertThat(rule.hits(facts())).isEqualTo(17);
    head.set("x-cost", "-1");
    assertThat(rule.hits(facts())).isEqualTo(HitsAddend.UNKNOWN);
  }

  @Test
  void sortsRulesByStage() {
    RateLimitRules rules =
        RateLimitRulesConfig.parse(
            "rate_limits",
            List.of(
                proto("stage: 2\nactions: [{remote_address: {}}]"),
                proto("actions: [{remote_address: {}}]\ndisable_key: off")));

    assertThat(rules.count(0)).isEqualTo(1);
    assertThat(rules.rule(0, 0).disableKey()).isEqualTo("off");
    assertThat(rules.count(1)).isZero();
    assertThat(rules.count(2)).isEqualTo(1);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> rule("stage: 11\nactions: [{remote_address: {}}]"))
        .hasMessage("rate_limits[0].stage: 11 (expected: 0..10)");
    assertThatThrownBy(() -> rule("actions: []"))
        .hasMessage("rate_limits[0].actions: [] (expected: at least one action)");
    assertThatThrownBy(() -> rule("actions: [{generic_key: {}}]"))
        .hasMessage("rate_limits[0].actions[0].generic_key.descriptor_value:  (expected: a text)");
    assertThatThrownBy(() -> rule("actions: [{masked_remote_address: {v4_prefix_mask_len: 33}}]"))
        .hasMessage(
            "rate_limits[0].actions[0].masked_remote_address.v4_prefix_mask_len: 33 (expected:"
                + " 0..32)");
  }

  @Test
  void refusesWhatOnlyRoutesMaySay() {
    RateLimit proto = proto("stage: 1\nactions: [{remote_address: {}}]");

    assertThatThrownBy(() -> RateLimitRulesConfig.OF_FILTER.check(proto))
        .hasMessage("stage: 1 (expected: nothing: this proxy does not support the field)");
    assertThat(RateLimitRulesConfig.OF_ROUTE.check(proto)).isEmpty();
    assertThat(RateLimitRulesConfig.OF_ROUTE.undeclared()).isEmpty();
    assertThat(RateLimitRulesConfig.OF_FILTER.undeclared()).isEmpty();
  }

  private List<Entry> describe(String yaml) {
    Descriptor descriptor = rule(yaml).describe(facts());
    assertThat(descriptor).isNotNull();
    return descriptor.entries();
  }

  private RequestFacts facts() {
    return new RequestFacts(head, info, "shop", Map.of("m", Map.of("tier", "gold")), "me");
  }

  private static RateLimitRule rule(String yaml) {
    RateLimit proto = proto(yaml);
    return RateLimitRulesConfig.parse("rate_limits", List.of(proto))
        .rule(proto.getStage().getValue(), 0);
  }

  private static RateLimit proto(String yaml) {
    return ProtoYaml.parse(RateLimit.getDefaultInstance(), yaml);
  }
}
