package mesh.proxy.cluster.lb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.Test;

/**
 * What every policy promises.
 *
 * @param <P> its config message
 */
public abstract class LbPolicyContract<P extends Message> {

  protected final SplittableRandom random = new SplittableRandom(1);
  protected final Stats stats = Stats.root();

  protected abstract LbPolicy<P> policy();

  @Test
  void isNamedAsInEnvoysDocumentation() {
    assertThat(policy().name()).startsWith("envoy.load_balancing_policies.");
    assertThat(policy().prototype().getDescriptorForType().getFullName())
        .startsWith("envoy.extensions.load_balancing_policies.");
  }

  @Test
  void declaresEveryMessageBelowItsOwn() {
    assertThat(policy().supported().undeclared()).isEmpty();
  }

  @Test
  void worksWithoutSettings() {
    List<Endpoint> hosts = Hosts.of(3);
    Picker picker = picker(hosts, "");

    for (int round = 0; round < 100; round++) {
      assertThat(hosts).contains(picker.pick(random.nextLong(), 0));
    }
  }

  @Test
  void picksTheOnlyHost() {
    List<Endpoint> hosts = Hosts.of(1);
    Picker picker = picker(hosts, "");

    assertThat(picker.pick(random.nextLong(), 0)).isSameAs(hosts.getFirst());
    assertThat(picker.pick(Long.MIN_VALUE, 1)).isSameAs(hosts.getFirst());
  }

  @Test
  void reachesEveryHost() {
    List<Endpoint> hosts = Hosts.of(20);

    assertThat(shares(picker(hosts, ""), 20_000).keySet()).containsAll(hosts);
  }

  @Test
  void givesEqualHostsAboutTheSame() {
    List<Endpoint> hosts = Hosts.of(4);

    assertThat(shares(picker(hosts, ""), 40_000).values())
        .allSatisfy(picks -> assertThat(picks).isBetween(7_500, 12_500));
  }

  protected final Picker picker(List<Endpoint> hosts, String config) {
    return bind(config).pickers().create(Candidates.of(hosts), stats);
  }

  protected final Balancing bind(String config) {
    return bind(config, random::nextInt);
  }

  protected final Balancing bind(String config, IntUnaryOperator randomBelow) {
    return policy()
        .bind(read(config), new LbContext(new Runtime(randomBelow), randomBelow, System::nanoTime));
  }

  /** How often each host was picked for random hashes. */
  protected final Map<Endpoint, Integer> shares(Picker picker, int picks) {
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int pick = 0; pick < picks; pick++) {
      counts.merge(picker.pick(random.nextLong(), 0), 1, Integer::sum);
    }
    return counts;
  }

  @SuppressWarnings("unchecked") // a builder of P builds P
  private P read(String config) {
    var builder = policy().prototype().newBuilderForType();
    try {
      TextFormat.merge(config, builder);
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(config, e);
    }
    return (P) builder.build();
  }
}
