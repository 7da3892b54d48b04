package mesh.pilot.validate;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import mesh.pilot.document.Problem;
import mesh.pilot.document.Problem.Severity;
import mesh.pilot.world.World;

/** Warns of rules that have no effect, or not the one that they seem to have. Immutable. */
public final class Analysis {

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem problem) -> problem.place().source())
          .thenComparingInt(problem -> problem.place().line())
          .thenComparingInt(problem -> problem.place().column())
          .thenComparing(Problem::field);

  private final Path credentials;
  private final InstantSource clock;

  /**
   * An analysis.
   *
   * @param credentials folder of the certificates that gateways name; not looked at if it is not
   *     there, for then only the proxies have it
   */
  public Analysis(Path credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** All warnings, by place. */
  public List<Problem> of(World world) {
    var findings = new Findings(Severity.WARNING);
    var known = new Known(world);
    VirtualServiceRules.check(known, findings);
    VirtualServiceHosts.check(known, findings);
    DestinationRuleRules.check(known, findings);
    GatewayRules.check(known, new Credentials(credentials, clock), findings);
    ServiceEntryRules.check(known, findings);
    SecurityRules.check(known, findings);
    return findings.all().stream().sorted(BY_PLACE).toList();
  }
}
