package mesh.proxy.filter.http.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.route.retry.HostSelection;
import org.junit.jupiter.api.Test;

class TriedHostsTest {

  @Test
  void avoidsHostsWithAllPairsOfOneOfTheNamedMetadata() {
    var tried =
        new TriedHosts(
            new HostSelection(
                5,
                false,
                false,
                List.of(Map.of("slow", true, "zone", "a"), Map.of("old", 1.0)),
                0));

    assertThat(tried.refuses(host(Map.of("slow", true, "zone", "a")))).isTrue();
    assertThat(tried.refuses(host(Map.of("slow", true, "zone", List.of("b", "a"))))).isTrue();
    assertThat(tried.refuses(host(Map.of("old", 1.0, "zone", "c")))).isTrue();
    assertThat(tried.refuses(host(Map.of("slow", true, "zone", "b")))).isFalse();
    assertThat(tried.refuses(host(Map.of("zone", "a")))).isFalse();
    assertThat(tried.refuses(host(Map.of()))).isFalse();
  }

  @Test
  void avoidsHostsThatWereTried() {
    var tried = new TriedHosts(new HostSelection(5, true, false, List.of(), 0));
    Endpoint first = host(Map.of());
    tried.add(first);

    assertThat(tried.refuses(first)).isTrue();
    assertThat(tried.refuses(Hosts.host(2, 1))).isFalse();
  }

  private static Endpoint host(Map<String, Object> metadata) {
    return Hosts.host(1, 1, metadata);
  }
}
