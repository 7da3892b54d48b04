package mesh.pilot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.source.RuleText;
import mesh.pilot.world.Proxy;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private static final String STOCK = "outbound|80||stock.default.svc.cluster.local";
  private static final Proxy SHOP = sidecar("10.0.0.1");
  private static final Proxy OTHER = sidecar("10.0.0.9");

  private final Worlds worlds = new Worlds(MeshSettings.USUAL, "credentials");
  private final ClientViews views = new ClientViews(worlds.views(), SHOP);

  @Test
  void anEndpointThatChangesIsNewsOfItsServiceAlone() {
    rules(stockAt("10.0.0.2"), shop(), "");
    List<View> clusters = all(ResourceType.CLUSTER);
    List<View> listeners = all(ResourceType.LISTENER);
    List<View> routes = all(ResourceType.ROUTE);
    View endpoints = all(ResourceType.ENDPOINT).getFirst();
    Resource shop = endpoints.get("outbound|80||shop.default.svc.cluster.local");

    rules(stockAt("10.0.0.3"), shop(), "");

    View changed = all(ResourceType.ENDPOINT).getFirst();
    assertThat(changed.since(endpoints)).containsExactly(STOCK);
    assertThat(changed.get("outbound|80||shop.default.svc.cluster.local")).isSameAs(shop);
    assertThat(all(ResourceType.CLUSTER)).isEqualTo(clusters);
    assertThat(all(ResourceType.LISTENER)).isEqualTo(listeners);
    assertThat(all(ResourceType.ROUTE)).isEqualTo(routes);
  }

  @Test
  void aRuleThatChangesIsNewsOfRoutesAlone() {
    rules(stockAt("10.0.0.2"), shop(), "");
    List<View> clusters = all(ResourceType.CLUSTER);
    View routes = all(ResourceType.ROUTE).getFirst();

    rules(
        stockAt("10.0.0.2"),
        shop(),
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: stock}
        spec: {hosts: [stock], http: [{timeout: 1s, route: [{destination: {host: stock}}]}]}
        """);

    assertThat(all(ResourceType.ROUTE).getFirst().since(routes)).containsExactly("http_proxy");
    assertThat(all(ResourceType.CLUSTER)).isEqualTo(clusters);
  }

  @Test
  void aServiceThatGoesIsNews() {
    rules(stockAt("10.0.0.2"), shop(), "");
    View clusters = all(ResourceType.CLUSTER).getFirst();

    rules("", shop(), "");

    View without = all(ResourceType.CLUSTER).getFirst();
    assertThat(without.get(STOCK)).isNull();
    assertThat(without.since(clusters)).containsExactly(STOCK);
  }

  @Test
  void whoMissedAViewLooksAtEverything() {
    rules(stockAt("10.0.0.2"), shop(), "");
    View first = all(ResourceType.ENDPOINT).getFirst();
    rules(stockAt("10.0.0.3"), shop(), "");
    all(ResourceType.ENDPOINT);
    rules(stockAt("10.0.0.4"), shop(), "");

    assertThat(all(ResourceType.ENDPOINT).getFirst().since(first)).isNull();
  }

  @Test
  void proxiesThatSeeTheSameShareIt() {
    rules(stockAt("10.0.0.2"), shop(), "");
    var other = new ClientViews(worlds.views(), OTHER);

    assertThat(other.of(ResourceType.ROUTE, null).getFirst())
        .isSameAs(all(ResourceType.ROUTE).getFirst());
    assertThat(other.of(ResourceType.ENDPOINT, null).getFirst())
        .isSameAs(all(ResourceType.ENDPOINT).getFirst());
    assertThat(other.of(ResourceType.CLUSTER, null).getFirst())
        .isSameAs(all(ResourceType.CLUSTER).getFirst());
  }

  @Test
  void aWorkloadOfItsOwnMakesAListener() {
    rules("", "", "");
    View before = all(ResourceType.LISTENER).getFirst();
    rules("", shop(), "");

    assertThat(all(ResourceType.LISTENER).getFirst().since(before)).containsExactly("10.0.0.1_80");
  }

  private List<View> all(ResourceType type) {
    return views.of(type, null);
  }

  private void rules(String... texts) {
    var text = new RuleText();
    for (int at = 0; at < texts.length; at++) {
      text.add("rules-" + at + ".yaml", texts[at]);
    }
    worlds.replace("test", text.rules());
  }

  private static String stockAt(String address) {
    return service("stock", address);
  }

  private static String shop() {
    return service("shop", "10.0.0.1");
  }

  private static String service(String name, String address) {
    return """
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: %s}
    spec:
      hosts: [%s.default.svc.cluster.local]
      resolution: STATIC
      ports: [{number: 80, name: http, protocol: HTTP}]
      endpoints: [{address: %s}]
    """
        .formatted(name, name, address);
  }

  private static Proxy sidecar(String address) {
    return new Proxy(
        "sidecar~" + address + "~shop.default~default.svc.cluster.local",
        Proxy.Type.SIDECAR,
        address,
        "default",
        Map.of("app", "shop"),
        new Proxy.Outbound("127.0.0.1", 15001),
        "127.0.0.1");
  }
}
