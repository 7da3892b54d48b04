package mesh.proxy.cluster.type.logicaldns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.cluster.dns.DnsAnswer;
import mesh.proxy.cluster.dns.DnsConfig;
import mesh.proxy.cluster.dns.DnsWatch;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.AssignmentConfig;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.endpoint.EndpointConfig;
import org.jspecify.annotations.Nullable;

/** Watches the one name of a cluster. Confined to the control loop. */
final class LogicalDnsSource implements EndpointSource {

  private final AssignmentConfig names;
  private final InetSocketAddress address;
  private final DnsConfig dns;
  private final SourceContext context;
  private @Nullable DnsWatch watch;

  LogicalDnsSource(
      AssignmentConfig names, InetSocketAddress address, DnsConfig dns, SourceContext context) {
    this.names = names;
    this.address = address;
    this.dns = dns;
    this.context = context;
  }

  @Override
  public void start(Sink sink) {
    if (!address.isUnresolved()) {
      publish(List.of(address.getAddress()), sink);
      sink.ready();
      return;
    }
    watch =
        new DnsWatch(
            address.getHostString(),
            dns,
            context.dns().of(dns.servers()),
            context.loop(),
            context.randomBelow(),
            new Answers(sink));
    watch.begin();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  private void publish(List<InetAddress> addresses, Sink sink) {
    AssignmentConfig.Group group = names.groups().getFirst();
    EndpointConfig written = group.endpoints().getFirst();
    List<SocketAddress> more = new ArrayList<>();
    for (InetAddress other : addresses.subList(1, addresses.size())) {
      more.add(new InetSocketAddress(other, address.getPort()));
    }
    var endpoint =
        new EndpointConfig(
            written.address(),
            more,
            written.hostname(),
            written.locality(),
            written.priority(),
            written.weight(),
            written.status(),
            written.canary(),
            written.metadata(),
            written.healthCheck());
    String name = written.hostname().isEmpty() ? address.getHostString() : written.hostname();
    var host =
        new Assignment.Host(
            new InetSocketAddress(addresses.getFirst(), address.getPort()), name, endpoint, true);
    sink.update(
        new Assignment(
            List.of(
                new Assignment.Group(
                    group.locality(), group.priority(), group.weight(), List.of(host))),
            names.policy()));
  }

  /** What the name server says. */
  private final class Answers implements DnsWatch.Watcher {

    private final Sink sink;

    Answers(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void asking() {
      context.stats().increment(ClusterCounter.UPDATE_ATTEMPT);
    }

    @Override
    public void answered(DnsAnswer answer) {
      if (answer.addresses().isEmpty()) {
        // A name without an address is a failure too: the endpoint keeps the one it has.
        context.stats().increment(ClusterCounter.UPDATE_FAILURE);
      } else {
        context.stats().increment(ClusterCounter.UPDATE_SUCCESS);
        publish(
            dns.family() == mesh.proxy.cluster.dns.DnsFamily.ALL
                ? answer.addresses()
                : answer.addresses().subList(0, 1),
            sink);
      }
      sink.ready();
    }
  }
}
