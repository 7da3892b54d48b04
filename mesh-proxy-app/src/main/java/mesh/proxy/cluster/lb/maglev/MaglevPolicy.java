package mesh.proxy.cluster.lb.maglev;

import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.maglev.v3.Maglev;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.HashConfig;
import mesh.proxy.cluster.lb.HashSettings;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.load_balancing_policies.maglev}. */
public final class MaglevPolicy implements LbPolicy<Maglev> {

  private static final int USUAL_SIZE = 65_537;
  private static final int MOST_SIZE = 5_000_011;

  @Override
  public String name() {
    return "envoy.load_balancing_policies.maglev";
  }

  @Override
  public Maglev prototype() {
    return Maglev.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype())
        .and(HashConfig.SUPPORTED, Supported.all(LocalityWeightedLbConfig.getDefaultInstance()));
  }

  @Override
  public Balancing bind(Maglev proto, LbContext context) {
    int size = proto.hasTableSize() ? size(proto.getTableSize().getValue()) : USUAL_SIZE;
    HashSettings settings = HashConfig.parse(proto.getConsistentHashingLbConfig());
    return new Balancing(
        (candidates, stats) ->
            settings.bounded(
                MaglevPicker.of(candidates, size, settings, stats.scope("maglev_lb")), candidates),
        true,
        proto.hasLocalityWeightedLbConfig(),
        null);
  }

  private static int size(long size) {
    if (size < 2 || size > MOST_SIZE || !isPrime((int) size)) {
      throw new InvalidConfigException(
          "table_size", Long.toUnsignedString(size), "a prime number up to " + MOST_SIZE);
    }
    return (int) size;
  }

  private static boolean isPrime(int number) {
    for (int divisor = 2; (long) divisor * divisor <= number; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
