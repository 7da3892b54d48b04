package mesh.telemetry.attribute;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.telemetry.attribute.Workload.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which workload stands behind an identity or an address, learned from those that report. Shared by
 * all streams.
 */
public final class Workloads {

  /** Beyond it everything is learned anew: nobody honest has as many. */
  private static final int MOST = 20_000;

  private record Place(String address, int port) {}

  private record Known(List<Reporter> reporters, Workload agreed) {}

  private final Map<String, Known> byPrincipal = new ConcurrentHashMap<>();
  private final Map<String, Workload> strangers = new ConcurrentHashMap<>();
  private final Map<Workload, String> principals = new ConcurrentHashMap<>(); // of strangers
  private final Map<Place, Workload> byPlace = new ConcurrentHashMap<>();

  /** A proxy has said who it is. */
  public void join(Reporter reporter) {
    if (reporter.principal().isEmpty()) {
      return;
    }
    bound(byPrincipal);
    byPrincipal.compute(
        reporter.principal(),
        (principal, known) ->
            known(
                known == null
                    ? List.of(reporter)
                    : Stream.concat(known.reporters().stream(), Stream.of(reporter)).toList()));
  }

  /** Its stream has ended. The last one of an identity is remembered. */
  public void leave(Reporter reporter) {
    byPrincipal.computeIfPresent(
        reporter.principal(),
        (principal, known) -> {
          if (known.reporters().size() == 1) {
            return known;
          }
          var left = new java.util.ArrayList<>(known.reporters());
          left.remove(reporter);
          return known(left);
        });
  }

  /** A workload answers at this address. */
  void listens(String address, int port, Workload workload) {
    if (address.isEmpty()) {
      return;
    }
    var place = new Place(address, port);
    if (!workload.equals(byPlace.get(place))) {
      bound(byPlace);
      byPlace.put(place, workload);
    }
  }

  /** Who answers at this address; null if nobody is known. */
  @Nullable Workload at(String address, int port) {
    return byPlace.get(new Place(address, port));
  }

  /**
   * Who has this identity.
   *
   * @param principal SPIFFE ID of its certificate
   * @param address that it came from, which tells workloads of one identity apart
   */
  Workload of(String principal, String address) {
    Known known = byPrincipal.get(principal);
    if (known == null) {
      return stranger(principal);
    }
    if (known.reporters().size() > 1) {
      for (Reporter reporter : known.reporters()) {
        if (reporter.address().equals(address)) {
          return reporter.workload();
        }
      }
    }
    return known.agreed();
  }

  /**
   * What is known by now of a workload that was met by its certificate before its proxy reported;
   * any other stays as it is.
   */
  public Workload settled(Workload workload) {
    String principal = principals.get(workload);
    Known known = principal == null ? null : byPrincipal.get(principal);
    return known == null ? workload : known.agreed();
  }

  private Workload stranger(String principal) {
    Workload workload = strangers.get(principal);
    if (workload == null) {
      workload = read(principal);
      bound(strangers);
      strangers.put(principal, workload);
      if (workload.isKnown()) {
        bound(principals);
        principals.put(workload, principal);
      }
    }
    return workload;
  }

  private static Workload read(String principal) {
    try {
      SpiffeId id = SpiffeId.parse(principal);
      return Workload.account(id.namespace(), id.serviceAccount());
    } catch (InvalidConfigException e) { // a certificate of another form
      return Workload.UNKNOWN;
    }
  }

  // What all reporters of an identity have in common.
  private static Known known(List<Reporter> reporters) {
    Workload first = reporters.getFirst().workload();
    boolean isOne = reporters.stream().allMatch(each -> each.workload().equals(first));
    if (isOne) {
      return new Known(reporters, first);
    }
    boolean isOneApp =
        reporters.stream().allMatch(each -> each.workload().app().equals(first.app()));
    if (isOneApp && first.kind() == Kind.WORKLOAD) {
      return new Known(reporters, first.withoutVersion());
    }
    String principal = reporters.getFirst().principal();
    String account = principal.substring(principal.lastIndexOf('/') + 1);
    return new Known(reporters, Workload.account(first.namespace(), account));
  }

  private static void bound(Map<?, ?> map) {
    if (map.size() >= MOST) {
      map.clear();
    }
  }
}
