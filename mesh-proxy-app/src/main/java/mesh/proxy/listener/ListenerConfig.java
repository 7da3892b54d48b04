package mesh.proxy.listener;

import com.google.protobuf.Message;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.network.ListenerFacts;

/**
 * One listener, read and checked. Immutable.
 *
 * @param facts what filters may know
 * @param addresses where it listens, or would; non-empty
 * @param statName scope of its statistics below {@code listener.}
 * @param filters listener filters, in order
 * @param filterMillis until the listener filters must be done; 0 for no limit
 * @param goesOnAfterTimeout take the connection as it is when they are not
 * @param handsOver connections go to the listener of their original destination
 * @param drainsOnFailedHealth connections end while the proxy says that it is unhealthy
 * @param limited the limit of all listeners together counts for this one, too
 * @param metadata by namespace
 * @param source the message it was read from, to tell changes from repetitions
 * @param frame the same without filter chains
 */
record ListenerConfig(
    ListenerFacts facts,
    List<SocketAddress> addresses,
    String statName,
    SocketConfig sockets,
    List<Filter> filters,
    long filterMillis,
    boolean goesOnAfterTimeout,
    FilterChains chains,
    boolean handsOver,
    boolean drainsOnFailedHealth,
    boolean limited,
    AccessLog accessLog,
    Map<String, Map<String, Object>> metadata,
    Message source,
    Message frame) {

  ListenerConfig {
    addresses = List.copyOf(addresses);
    filters = List.copyOf(filters);
  }

  /**
   * A listener filter.
   *
   * @param disabled says of a destination port that its connections skip the filter
   */
  record Filter(Supplier<ListenerFilter> maker, IntPredicate disabled) {}

  /** The name; never empty. */
  String name() {
    return facts.name();
  }
}
