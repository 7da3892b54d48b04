package mesh.proxy.listener;

import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.network.ListenerFacts;

/**
 * One listener, read and checked. Immutable.
 *
 * @param facts what filters may know
 * @param addresses to bind; non-empty
 * @param filters listener filters, in order
 * @param filterMillis until the listener filters must be done; 0 for no limit
 * @param goesOnAfterTimeout take the connection as it is when they are not
 * @param bind false for a listener that only gets connections from others
 * @param usesOriginalDestination hand connections to the listener of their original destination
 * @param backlog of the socket
 * @param reusePort one accepting socket per loop
 * @param source the message it was read from, to tell changes from repetitions
 */
record ListenerConfig(
    ListenerFacts facts,
    List<SocketAddress> addresses,
    List<Supplier<ListenerFilter>> filters,
    long filterMillis,
    boolean goesOnAfterTimeout,
    FilterChainMatcher chains,
    boolean bind,
    boolean usesOriginalDestination,
    int backlog,
    boolean reusePort,
    AccessLog accessLog,
    com.google.protobuf.Message source) {

  ListenerConfig {
    addresses = List.copyOf(addresses);
    filters = List.copyOf(filters);
  }

  /** The name, or the first address where none was given. */
  String name() {
    return facts.name();
  }
}
