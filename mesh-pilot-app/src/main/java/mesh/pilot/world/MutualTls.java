package mesh.pilot.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.pilot.model.PeerAuthentication;
import mesh.pilot.model.PeerAuthentication.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Whether workloads demand mTLS. The narrowest rule that says something counts: port, workload,
 * namespace, mesh; of two equally narrow ones that of the workload's namespace before that of the
 * root namespace, and then the first by name. Immutable.
 */
public final class MutualTls {

  private final List<PeerAuthentication> rules;
  private final String rootNamespace;

  private MutualTls(List<PeerAuthentication> rules, String rootNamespace) {
    this.rules = rules;
    this.rootNamespace = rootNamespace;
  }

  /** That of a world; the same object as before, if the rules are the same. */
  static MutualTls of(World world, @Nullable World before) {
    List<PeerAuthentication> rules = world.of(PeerAuthentication.class);
    return before != null && before.mutualTls().rules.equals(rules)
        ? before.mutualTls()
        : new MutualTls(rules, world.settings().rootNamespace());
  }

  /**
   * What one port of a workload demands.
   *
   * @param port of the workload
   * @return never {@code UNSET}
   */
  public Mode of(String namespace, Map<String, String> labels, int port) {
    Optional<PeerAuthentication> own =
        Stream.of(namespace, rootNamespace)
            .flatMap(
                of ->
                    rules.stream()
                        .filter(rule -> rule.meta().namespace().equals(of))
                        .filter(rule -> !rule.selector().isEmpty())
                        .filter(rule -> Selector.selects(rule.selector(), labels)))
            .findFirst();
    Mode ofPort = own.map(rule -> rule.ports().getOrDefault(port, Mode.UNSET)).orElse(Mode.UNSET);
    return firstSet(
        ofPort,
        own.map(PeerAuthentication::mode).orElse(Mode.UNSET),
        wide(namespace),
        wide(rootNamespace));
  }

  private Mode wide(String namespace) {
    return rules.stream()
        .filter(rule -> rule.meta().namespace().equals(namespace) && rule.selector().isEmpty())
        .map(PeerAuthentication::mode)
        .findFirst()
        .orElse(Mode.UNSET);
  }

  private static Mode firstSet(Mode... modes) {
    for (Mode mode : modes) {
      if (mode != Mode.UNSET) {
        return mode;
      }
    }
    return Mode.PERMISSIVE;
  }
}
