package mesh.proxy.cluster.lb;

import java.util.List;
import mesh.proxy.endpoint.Endpoint;

/** Hosts to pick from and their weights. Immutable, never empty. */
public final class Candidates {

  private static final double[] ALL_THE_SAME = {};

  private final List<Endpoint> hosts; // non-empty
  private final double[] weights; // 1:1 with hosts; empty if all are the same

  private Candidates(List<Endpoint> hosts, double[] weights) {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("hosts: none (expected: at least one)");
    }
    this.hosts = List.copyOf(hosts);
    this.weights = weights;
  }

  /** Hosts with the weights that they have now. */
  public static Candidates of(List<Endpoint> hosts) {
    return weighted(hosts, hosts.stream().mapToDouble(Endpoint::weight).toArray());
  }

  /**
   * Hosts with weights of their own.
   *
   * @param weights above 0 each; not to be changed any more
   */
  public static Candidates weighted(List<Endpoint> hosts, double[] weights) {
    for (double weight : weights) {
      if (weight != weights[0]) {
        return new Candidates(hosts, weights);
      }
    }
    return new Candidates(hosts, ALL_THE_SAME);
  }

  public int size() {
    return hosts.size();
  }

  public Endpoint get(int index) {
    return hosts.get(index);
  }

  /** Above 0; 1 if no host has another weight than the rest. */
  public double weight(int index) {
    return weights.length == 0 ? 1 : weights[index];
  }

  /**
   * Turns among the hosts, by weight.
   *
   * @param start any number; random, lest all proxies begin with the same host
   */
  public Stride turns(int start) {
    return isUniform() ? Stride.even(size(), start) : Stride.weighted(weights, start);
  }

  /** True if no host has another weight than the rest. */
  public boolean isUniform() {
    return weights.length == 0;
  }
}
