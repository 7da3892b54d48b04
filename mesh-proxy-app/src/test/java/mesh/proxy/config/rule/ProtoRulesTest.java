package mesh.proxy.config.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.pgv.validate.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProtoRulesTest {

  @Test
  void numbersKeepTheirLimits() {
    refused(
        SocketAddress.newBuilder().setAddress("a").setPortValue(65_536),
        "port_value: 65536 (expected: a number from 0 to 65535)");
    refused(
        SocketAddress.newBuilder().setAddress("a").setPortValue(-1),
        "port_value: 4294967295 (expected: a number from 0 to 65535)");
    accepted(SocketAddress.newBuilder().setAddress("a").setPortValue(65_535));
  }

  @Test
  void wrappersAreJudgedByWhatTheyHold() {
    refused(
        Cluster.newBuilder()
            .setName("a")
            .setMaglevLbConfig(
                Cluster.MaglevLbConfig.newBuilder()
                    .setTableSize(com.google.protobuf.UInt64Value.of(5_000_012))),
        "maglev_lb_config.table_size: 5000012 (expected: a number from 0 to 5000011)");
  }

  @Test
  void textsKeepTheirRules() {
    refused(
        SocketAddress.newBuilder().setPortValue(1), "address: \"\" (expected: a non-empty text)");
    refused(
        HeaderMatcher.newBuilder().setName("a\nb"),
        "name: \"a\\nb\" (expected: a name of an HTTP header)");
    accepted(HeaderMatcher.newBuilder().setName("a b"));
    refused(
        RedirectAction.newBuilder().setHostRedirect("a\nb"),
        "host_redirect: \"a\\nb\" (expected: a value of an HTTP header)");
    refused(
        RouteMatch.newBuilder().setPathSeparatedPrefix("/a/"),
        "path_separated_prefix: \"/a/\" (expected: a text that matches ^[^?#]+[^?#/]$)");
  }

  @Test
  void durationsKeepTheirLimits() {
    refused(
        Cluster.newBuilder().setName("a").setConnectTimeout(Duration.getDefaultInstance()),
        "connect_timeout: 0s (expected: a duration > 0s)");
  }

  @Test
  void whatIsRequiredMustBeSet() {
    refused(
        HealthCheck.newBuilder()
            .setTcpHealthCheck(HealthCheck.TcpHealthCheck.getDefaultInstance())
            .setTimeout(Duration.newBuilder().setSeconds(1))
            .setInterval(Duration.newBuilder().setSeconds(1))
            .setHealthyThreshold(UInt32Value.of(1)),
        "unhealthy_threshold: null (expected: set: it is required)");
    refused(
        SocketAddress.newBuilder().setAddress("a"),
        "port_specifier: null (expected: one of port_value, named_port)");
  }

  @Test
  void enumsHaveOnlyKnownConstants() {
    refused(
        SocketAddress.newBuilder().setAddress("a").setPortValue(1).setProtocolValue(7),
        "protocol: 7 (expected: one of TCP, UDP)");
  }

  @Test
  void listsKeepTheirSizesAndElementsTheirRules() {
    var table =
        RouteConfiguration.newBuilder()
            .addVirtualHosts(VirtualHost.newBuilder().setName("a").addDomains("*"))
            .addVirtualHosts(VirtualHost.newBuilder().addDomains("a\n"));

    assertThatThrownBy(() -> ProtoRules.check(table.build()))
        .hasMessage(
            """
            virtual_hosts[1].name: "" (expected: a non-empty text)
            virtual_hosts[1].domains[0]: "a\\n" (expected: a value of an HTTP header)\
            """);
    refused(VirtualHost.newBuilder().setName("a"), "domains: [] (expected: at least 1 element)");
  }

  @Test
  void valuesOfMapsAreJudgedUnderTheirKeys() {
    var cluster = Cluster.newBuilder().setName("a");
    cluster.getLbSubsetConfigBuilder().setFallbackPolicyValue(9);

    assertThatThrownBy(() -> ProtoRules.check(cluster.build()))
        .hasMessageStartingWith(
            "lb_subset_config.fallback_policy: 9 (expected: one of NO_FALLBACK");
  }

  @Test
  void contentsOfAnAnyAreLeftToItsReader() {
    var vhost =
        VirtualHost.newBuilder()
            .setName("a")
            .addDomains("*")
            .putTypedPerFilterConfig("x", Any.pack(SocketAddress.getDefaultInstance()));

    accepted(vhost);
  }

  @Test
  void eachKindOfTextRuleSaysWhatItWants() {
    assertThat(text(r -> r.setConst("a"), "b")).isEqualTo("a");
    assertThat(text(r -> r.setLen(2), "äöü")).isEqualTo("a text of 2 characters");
    assertThat(text(r -> r.setMaxLen(2), "äöü")).isEqualTo("a text of at most 2 characters");
    assertThat(text(r -> r.setMaxBytes(5), "äöü")).isEqualTo("a text of at most 5 bytes");
    assertThat(text(r -> r.setMinBytes(7), "äöü")).isEqualTo("a text of at least 7 bytes");
    assertThat(text(r -> r.setLenBytes(3), "äöü")).isEqualTo("a text of 3 bytes");
    assertThat(text(r -> r.setPrefix("x"), "a")).isEqualTo("a text that starts with x");
    assertThat(text(r -> r.setSuffix("x"), "a")).isEqualTo("a text that ends with x");
    assertThat(text(r -> r.setContains("x"), "a")).isEqualTo("a text that contains x");
    assertThat(text(r -> r.setNotContains("a"), "a")).isEqualTo("a text that does not contain a");
    assertThat(text(r -> r.addIn("x").addIn("y"), "a")).isEqualTo("one of x, y");
    assertThat(text(r -> r.addNotIn("a"), "a")).isEqualTo("none of a");
    assertThat(text(r -> r.setMinLen(3).setIgnoreEmpty(true), "")).isNull();
    assertThat(text(r -> r.setIp(true), "1.2.3")).isEqualTo("an IP address");
    assertThat(text(r -> r.setIpv4(true), "::1")).isEqualTo("an IPv4 address");
    assertThat(text(r -> r.setIpv6(true), "::1")).isNull();
    assertThat(text(r -> r.setHostname(true), "a_b.c")).isEqualTo("a host name");
    assertThat(text(r -> r.setAddress(true), "a-b.c.")).isNull();
    assertThat(text(r -> r.setEmail(true), "a@b.c")).isNull();
    assertThat(text(r -> r.setEmail(true), "a b@c")).isEqualTo("an e-mail address");
    assertThat(text(r -> r.setUri(true), "/a")).isEqualTo("an absolute URI");
    assertThat(text(r -> r.setUriRef(true), "/a")).isNull();
    assertThat(text(r -> r.setWellKnownRegex(Validate.KnownRegex.HTTP_HEADER_NAME), "a b"))
        .isEqualTo("a name of an HTTP header");
    assertThat(text(r -> r.setWellKnownRegex(Validate.KnownRegex.HTTP_HEADER_NAME), ":a-b"))
        .isNull();
    assertThat(text(r -> r.setUuid(true), "x")).isEqualTo("a UUID");
  }

  @Test
  void eachKindOfBytesRuleSaysWhatItWants() {
    assertThat(bytes(r -> r.setMinLen(1), "")).isEqualTo("not empty");
    assertThat(bytes(r -> r.setMaxLen(1), "ab")).isEqualTo("at most 1 bytes");
    assertThat(bytes(r -> r.setLen(3), "ab")).isEqualTo("3 bytes");
    assertThat(bytes(r -> r.setIp(true), "abcd")).isNull();
    assertThat(bytes(r -> r.setIpv6(true), "abcd")).isEqualTo("an IPv6 address, 16 bytes");
    assertThat(bytes(r -> r.setContains(ByteString.copyFromUtf8("b")), "abc")).isNull();
    assertThat(bytes(r -> r.setPrefix(ByteString.copyFromUtf8("b")), "abc"))
        .isEqualTo("bytes that start with 62");
    assertThat(bytes(r -> r.setPattern("^a+$"), "ab")).isEqualTo("bytes that match ^a+$");
  }

  @Test
  void aRangeWithItsEndsSwappedIsWhatLiesOutside() {
    var outside = new Range<>(null, 100, 50, null);

    assertThat(outside.contains(49)).isTrue();
    assertThat(outside.contains(50)).isFalse();
    assertThat(outside.contains(100)).isTrue();
    assertThat(outside.text(String::valueOf)).isEqualTo(" >= 100 or < 50");
  }

  @Test
  void timesAreComparedWithNow() {
    var past = Validate.TimestampRules.newBuilder().setLtNow(true).build();
    var near =
        Validate.TimestampRules.newBuilder().setWithin(Duration.newBuilder().setSeconds(9)).build();
    var year2100 = Timestamp.newBuilder().setSeconds(4_102_444_800L).build();

    assertThat(TimestampRule.of(past).refusal(year2100)).isEqualTo("a time in the past");
    assertThat(TimestampRule.of(near).refusal(year2100)).isEqualTo("a time within 9s of now");
  }

  private static @Nullable String text(
      java.util.function.UnaryOperator<Validate.StringRules.Builder> rules, String value) {
    return new TextRule(rules.apply(Validate.StringRules.newBuilder()).build()).refusal(value);
  }

  private static @Nullable String bytes(
      java.util.function.UnaryOperator<Validate.BytesRules.Builder> rules, String value) {
    var rule = new BytesRule(rules.apply(Validate.BytesRules.newBuilder()).build());
    return rule.refusal(ByteString.copyFromUtf8(value));
  }

  private static void refused(Message.Builder message, String sentence) {
    assertThatThrownBy(() -> ProtoRules.check(message.build())).hasMessage(sentence);
  }

  private static void accepted(Message.Builder message) {
    assertThatCode(() -> ProtoRules.check(message.build())).doesNotThrowAnyException();
  }
}
