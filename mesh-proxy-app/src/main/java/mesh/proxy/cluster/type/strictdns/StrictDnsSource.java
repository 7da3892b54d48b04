package mesh.proxy.cluster.type.strictdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.proxy.cluster.dns.DnsAnswer;
import mesh.proxy.cluster.dns.DnsConfig;
import mesh.proxy.cluster.dns.DnsWatch;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.AssignmentConfig;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.endpoint.EndpointConfig;

/** Watches every name of a cluster. Confined to the control loop. */
final class StrictDnsSource implements EndpointSource {

  private final AssignmentConfig names;
  private final DnsConfig dns;
  private final SourceContext context;
  private final List<List<Target>> targets = new ArrayList<>(); // 1:1 with the groups of names
  private final List<DnsWatch> watches = new ArrayList<>();

  StrictDnsSource(AssignmentConfig names, DnsConfig dns, SourceContext context) {
    this.names = names;
    this.dns = dns;
    this.context = context;
  }

  @Override
  public void start(Sink sink) {
    for (AssignmentConfig.Group group : names.groups()) {
      List<Target> ofGroup = new ArrayList<>();
      for (EndpointConfig endpoint : group.endpoints()) {
        var target = new Target(endpoint, sink);
        ofGroup.add(target);
        if (!target.isKnown()) {
          watches.add(watch(target));
        }
      }
      targets.add(ofGroup);
    }
    publish(sink); // addresses that are no names are known already
    watches.forEach(DnsWatch::begin);
  }

  @Override
  public void close() {
    watches.forEach(DnsWatch::close);
  }

  private DnsWatch watch(Target target) {
    return new DnsWatch(
        target.host(),
        dns,
        context.dns().of(dns.servers()),
        context.loop(),
        context.randomBelow(),
        target);
  }

  private void publish(Sink sink) {
    List<Assignment.Group> groups = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (int at = 0; at < names.groups().size(); at++) {
      AssignmentConfig.Group group = names.groups().get(at);
      List<Assignment.Host> hosts = new ArrayList<>();
      for (Target target : targets.get(at)) {
        target.addTo(hosts, named);
      }
      groups.add(new Assignment.Group(group.locality(), group.priority(), group.weight(), hosts));
    }
    sink.update(new Assignment(groups, names.policy()));
    if (targets.stream().allMatch(group -> group.stream().allMatch(Target::isKnown))) {
      sink.ready();
    }
  }

  /** One endpoint of the configuration and what its name stands for now. */
  private final class Target implements DnsWatch.Watcher {

    private final EndpointConfig endpoint;
    private final InetSocketAddress address;
    private final Sink sink;
    private List<InetAddress> addresses = List.of();
    private boolean known;

    Target(EndpointConfig endpoint, Sink sink) {
      this.endpoint = endpoint;
      this.address = (InetSocketAddress) endpoint.address(); // checked when it was read
      this.sink = sink;
      if (!address.isUnresolved()) {
        addresses = List.of(address.getAddress());
        known = true;
      }
    }

    String host() {
      return address.getHostString();
    }

    /** True once somebody answered, or failed to. */
    boolean isKnown() {
      return known;
    }

    void addTo(List<Assignment.Host> hosts, Set<String> named) {
      String hostname = endpoint.hostname().isEmpty() ? host() : endpoint.hostname();
      for (InetAddress found : addresses) {
        var at = new InetSocketAddress(found, address.getPort());
        if (named.add(endpoint.priority() + " " + at)) {
          hosts.add(new Assignment.Host(at, hostname, endpoint));
        }
      }
    }

    @Override
    public void asking() {
      context.stats().increment(ClusterCounter.UPDATE_ATTEMPT);
    }

    @Override
    public void answered(DnsAnswer answer) {
      known = true;
      if (answer.found()) {
        context.stats().increment(ClusterCounter.UPDATE_SUCCESS);
        addresses = answer.addresses();
      } else {
        context.stats().increment(ClusterCounter.UPDATE_FAILURE); // the last good ones go on
      }
      publish(sink);
    }
  }
}
