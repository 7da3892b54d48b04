package mesh.telemetry.policy.extauthz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.Peer;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AuthzPolicyTest {

  private static final String SHOP = "spiffe://cluster.local/ns/shop/sa/shop";
  private static final AuthzRuleText NONE =
      new AuthzRuleText("r", null, null, null, null, null, null);

  @ParameterizedTest
  @CsvSource({
    "spiffe://cluster.local/ns/shop/sa/shop, true",
    "cluster.local/ns/shop/sa/shop, true",
    "cluster.local/ns/shop/*, true",
    "*/sa/shop, true",
    "*, true",
    "cluster.local/ns/shop/sa/sho, false",
    "cluster.local/ns/stock/*, false"
  })
  void comparesPrincipals(String pattern, boolean fits) {
    assertThat(fits(principals(pattern), request("GET", "/"))).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "10.1.2.0/24, true",
    "10.1.2.2/31, true",
    "10.1.2.0/31, false",
    "0.0.0.0/0, true",
    "11.0.0.0/8, false",
    "::/0, false"
  })
  void comparesAddresses(String block, boolean fits) {
    var rule = new AuthzRuleText("r", null, List.of(block), null, null, null, null);

    assertThat(fits(rule, request("GET", "/"))).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "/admin, /admin, true",
    "/admin, /admin?x=/, true",
    "/admin, /admin#x, true",
    "/admin, /admins, false",
    "/admin/*, /admin/a/b, true",
    "/admin*, /admins, true",
    "*.php, /x/a.php?y, true",
    "/admin, /, false"
  })
  void comparesPathsWithoutTheQuery(String pattern, String path, boolean fits) {
    var rule = new AuthzRuleText("r", null, null, null, null, List.of(pattern), null);

    assertThat(fits(rule, request("GET", path))).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"shop.example, true", "Shop.Example, true", "*.example, true", "shop, false"})
  void comparesHostsWithoutThePort(String pattern, boolean fits) {
    var rule = new AuthzRuleText("r", null, null, List.of(pattern), null, null, null);

    assertThat(fits(rule, request("GET", "/"))).isEqualTo(fits);
  }

  @Test
  void wantsEveryConditionAndEveryHeader() {
    var rule =
        new AuthzRuleText(
            "r",
            List.of(SHOP),
            List.of("10.0.0.0/8"),
            List.of("shop.example"),
            List.of("GET", "POST"),
            List.of("/a", "/b"),
            Map.of("X-Role", "admin", "x-team", "*"));

    assertThat(fits(rule, request("GET", "/b"))).isTrue();
    assertThat(fits(rule, request("PUT", "/b"))).isFalse();
    assertThat(fits(rule, request("GET", "/c"))).isFalse();
    AttributeContext other =
        request("GET", "/b").toBuilder()
            .setSource(Peer.newBuilder().setPrincipal("spiffe://x/ns/a/sa/b"))
            .build();
    assertThat(fits(rule, other)).isFalse();
  }

  @Test
  void readsHeadersThatAreSentRaw() {
    var rule = new AuthzRuleText("r", null, null, null, null, null, Map.of("x-role", "a,b"));
    var http =
        HttpRequest.newBuilder()
            .setHeaderMap(
                HeaderMap.newBuilder()
                    .addHeaders(HeaderValue.newBuilder().setKey("x-role").setValue("a"))
                    .addHeaders(HeaderValue.newBuilder().setKey("x-role").setValue("b")));

    assertThat(
            fits(
                rule,
                AttributeContext.newBuilder()
                    .setRequest(Request.newBuilder().setHttp(http))
                    .build()))
        .isTrue();
  }

  @Test
  void denialWinsAndAnAllowListDeniesTheRest() {
    AuthzRuleText shop = principals(SHOP);
    AuthzRuleText admin =
        new AuthzRuleText("admin", null, null, null, null, List.of("/admin*"), null);
    CheckedRequest page = CheckedRequest.of(request("GET", "/x"));
    CheckedRequest secret = CheckedRequest.of(request("GET", "/admin"));
    CheckedRequest stranger = CheckedRequest.of(AttributeContext.getDefaultInstance());

    AuthzPolicy both = AuthzPolicy.parse("f", List.of(shop), List.of(admin));
    assertThat(both.decide(page).isAllowed()).isTrue();
    assertThat(both.decide(page).rule()).isEqualTo("r");
    assertThat(both.decide(secret).isAllowed()).isFalse();
    assertThat(both.decide(secret).reason()).isEqualTo("rule admin denies it");
    assertThat(both.decide(stranger).isAllowed()).isFalse();
    assertThat(both.decide(stranger).reason()).isEqualTo("no rule allows it");

    AuthzPolicy deny = AuthzPolicy.parse("f", List.of(), List.of(admin));
    assertThat(deny.decide(stranger).isAllowed()).isTrue();
    assertThat(AuthzPolicy.parse("f", List.of(), List.of()).decide(secret).isAllowed()).isTrue();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(NONE, "f.deny[0]: no condition (expected: at least one of principals,"),
        Arguments.of(
            new AuthzRuleText(null, List.of("*"), null, null, null, null, null),
            "f.deny[0].name:  (expected: 1..63 of"),
        Arguments.of(
            principals("https://a/b"),
            "f.deny[0].principals[0]: https://a/b (expected: a SPIFFE ID such as"),
        Arguments.of(principals("a*b"), "f.deny[0].principals[0]: spiffe://a*b (expected: a text"),
        Arguments.of(
            new AuthzRuleText("r", null, List.of("10.0.0.0/33"), null, null, null, null),
            "f.deny[0].ip-blocks[0]: 10.0.0.0/33 (expected: an IP address or a block"),
        Arguments.of(
            new AuthzRuleText("r", null, List.of("localhost"), null, null, null, null),
            "f.deny[0].ip-blocks[0]: localhost (expected: an IP address or a block"),
        Arguments.of(
            new AuthzRuleText("r", null, null, List.of("http://a"), null, null, null),
            "f.deny[0].hosts[0]: http://a (expected: a host without a scheme"),
        Arguments.of(
            new AuthzRuleText("r", null, null, List.of("a:80"), null, null, null),
            "f.deny[0].hosts[0]: a:80 (expected: a host without a scheme"),
        Arguments.of(
            new AuthzRuleText("r", null, null, null, List.of("get"), null, null),
            "f.deny[0].methods[0]: get (expected: a method in upper case"),
        Arguments.of(
            new AuthzRuleText("r", null, null, null, null, List.of("admin"), null),
            "f.deny[0].paths[0]: admin (expected: a path that begins with / or *)"),
        Arguments.of(
            new AuthzRuleText("r", null, null, null, null, List.of("/a?b"), null),
            "f.deny[0].paths[0]: /a?b (expected: a path without a query)"),
        Arguments.of(
            new AuthzRuleText("r", null, null, null, null, null, Map.of("a b", "x")),
            "f.deny[0].headers: a b (expected: names of headers)"),
        Arguments.of(
            new AuthzRuleText("r", null, null, null, null, null, Map.of("a", "x*y")),
            "f.deny[0].headers.a: x*y (expected: a text"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(AuthzRuleText rule, String message) {
    assertThatThrownBy(() -> AuthzPolicy.parse("f", List.of(), List.of(rule)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesANameThatIsThereTwice() {
    assertThatThrownBy(
            () -> AuthzPolicy.parse("f", List.of(principals("*")), List.of(principals("*"))))
        .hasMessage("f.deny[0].name: r (expected: a name that no other rule has)");
  }

  private static boolean fits(AuthzRuleText rule, AttributeContext attributes) {
    return AuthzRule.parse("f", rule).matches(CheckedRequest.of(attributes));
  }

  private static AuthzRuleText principals(String pattern) {
    return new AuthzRuleText("r", List.of(pattern), null, null, null, null, null);
  }

  private static AttributeContext request(String method, String path) {
    return AttributeContext.newBuilder()
        .setSource(
            Peer.newBuilder()
                .setPrincipal(SHOP)
                .setAddress(
                    Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder().setAddress("10.1.2.3"))))
        .setRequest(
            Request.newBuilder()
                .setHttp(
                    HttpRequest.newBuilder()
                        .setMethod(method)
                        .setPath(path)
                        .setHost("shop.example:8080")
                        .putHeaders("x-role", "admin")
                        .putHeaders("x-team", "a")))
        .build();
  }
}
