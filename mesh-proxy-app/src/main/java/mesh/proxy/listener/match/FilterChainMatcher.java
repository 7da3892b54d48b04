package mesh.proxy.listener.match;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.match.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Finds the filter chain for a connection: one map for each criterion, in Envoy's order. Filled at
 * load, then read by all loops.
 *
 * <p>Each step keeps to the most specific value that fits and never goes back: a chain for {@code
 * www.example.com} with another transport protocol hides a chain for {@code *.example.com}.
 *
 * @param <T> what stands for a chain
 */
public final class FilterChainMatcher<T> {

  private final Map<Integer, Ports<T>> byPort = new HashMap<>();

  /** Below a destination port. */
  private static final class Ports<T> {
    final IpTable<ServerNames<T>> destinations = new IpTable<>();
  }

  /** Below a destination address. */
  private static final class ServerNames<T> {
    final Map<String, Transports<T>> names =
        new HashMap<>(); // ".example.com" for a wildcard; "" for any
  }

  /** Below a server name: by transport protocol, then by application protocol. */
  private static final class Transports<T> {
    final Map<String, Map<String, IpTable<SourceTypes<T>>>> transports = new HashMap<>();
  }

  /** Below a direct source. */
  private static final class SourceTypes<T> {
    final Map<SourceType, IpTable<Map<Integer, T>>> types = new EnumMap<>(SourceType.class);
  }

  /**
   * Adds a chain.
   *
   * @return false if another chain has the same place: one of them would never be chosen
   */
  public boolean add(FilterChainMatchConfig match, T chain) {
    Ports<T> ports = byPort.computeIfAbsent(match.destinationPort(), port -> new Ports<>());
    boolean free = true;
    for (IpRange destination : orAny(match.destinations())) {
      ServerNames<T> names = ports.destinations.at(destination, ServerNames::new);
      for (String name : orEmpty(match.serverNames())) {
        String key = name.startsWith("*.") ? name.substring(1) : name;
        Transports<T> transports = names.names.computeIfAbsent(key, missing -> new Transports<>());
        free &= add(match, transports, chain);
      }
    }
    return free;
  }

  private static <T> boolean add(FilterChainMatchConfig match, Transports<T> transports, T chain) {
    boolean free = true;
    var protocols =
        transports.transports.computeIfAbsent(match.transportProtocol(), key -> new HashMap<>());
    for (String protocol : orEmpty(match.applicationProtocols())) {
      IpTable<SourceTypes<T>> directs = protocols.computeIfAbsent(protocol, key -> new IpTable<>());
      for (IpRange direct : orAny(match.directSources())) {
        free &= add(match, directs.at(direct, SourceTypes::new), chain);
      }
    }
    return free;
  }

  private static <T> boolean add(FilterChainMatchConfig match, SourceTypes<T> types, T chain) {
    boolean free = true;
    IpTable<Map<Integer, T>> sources =
        types.types.computeIfAbsent(match.sourceType(), key -> new IpTable<>());
    Supplier<Map<Integer, T>> maker = HashMap::new;
    for (IpRange source : orAny(match.sources())) {
      Map<Integer, T> ports = sources.at(source, maker);
      for (int port : match.sourcePorts().isEmpty() ? List.of(0) : match.sourcePorts()) {
        T before = ports.putIfAbsent(port, chain);
        free &= before == null || before == chain;
      }
    }
    return free;
  }

  /** The chain for a connection; null if none fits. */
  public @Nullable T find(ConnectionInfo candidate) {
    Ports<T> ports = byPort.get(port(candidate.local()));
    if (ports == null) {
      ports = byPort.get(0);
    }
    if (ports == null) {
      return null;
    }
    ServerNames<T> names = ports.destinations.find(candidate.local());
    Transports<T> transports =
        names == null ? null : byName(names, Ascii.lower(candidate.serverName()));
    if (transports == null) {
      return null;
    }
    var protocols = transports.transports.get(candidate.transportProtocol());
    if (protocols == null) {
      protocols = transports.transports.get("");
    }
    IpTable<SourceTypes<T>> directs =
        protocols == null ? null : byProtocol(protocols, candidate.offeredProtocols());
    SourceTypes<T> types = directs == null ? null : directs.find(candidate.directRemote());
    return types == null ? null : bySource(types, candidate);
  }

  private static <T> @Nullable Transports<T> byName(ServerNames<T> names, String serverName) {
    if (!serverName.isEmpty()) {
      Transports<T> exact = names.names.get(serverName);
      if (exact != null) {
        return exact;
      }
      for (int dot = serverName.indexOf('.', 1); dot > 0; dot = serverName.indexOf('.', dot + 1)) {
        Transports<T> wildcard = names.names.get(serverName.substring(dot));
        if (wildcard != null) {
          return wildcard;
        }
      }
    }
    return names.names.get("");
  }

  private static <T> @Nullable IpTable<SourceTypes<T>> byProtocol(
      Map<String, IpTable<SourceTypes<T>>> protocols, List<String> offered) {
    for (int at = 0; at < offered.size(); at++) {
      IpTable<SourceTypes<T>> found = protocols.get(offered.get(at));
      if (found != null) {
        return found;
      }
    }
    return protocols.get("");
  }

  private static <T> @Nullable T bySource(SourceTypes<T> types, ConnectionInfo candidate) {
    boolean local = isLocal(candidate.local(), candidate.remote());
    IpTable<Map<Integer, T>> sources =
        types.types.get(local ? SourceType.SAME_IP_OR_LOOPBACK : SourceType.EXTERNAL);
    if (sources == null) {
      sources = types.types.get(SourceType.ANY);
    }
    Map<Integer, T> ports = sources == null ? null : sources.find(candidate.remote());
    if (ports == null) {
      return null;
    }
    T exact = ports.get(port(candidate.remote()));
    return exact != null ? exact : ports.get(0);
  }

  private static boolean isLocal(SocketAddress local, SocketAddress remote) {
    InetAddress from = ip(remote);
    return from == null || from.isLoopbackAddress() || from.equals(ip(local));
  }

  private static @Nullable InetAddress ip(SocketAddress address) {
    return address instanceof InetSocketAddress socket ? socket.getAddress() : null;
  }

  // Never 0 of a connection: 0 stands for any port.
  private static int port(SocketAddress address) {
    return address instanceof InetSocketAddress socket ? socket.getPort() : -1;
  }

  private static List<@Nullable IpRange> orAny(List<IpRange> ranges) {
    List<@Nullable IpRange> all = new ArrayList<>(ranges);
    if (all.isEmpty()) {
      all.add(null);
    }
    return all;
  }

  private static List<String> orEmpty(List<String> texts) {
    return texts.isEmpty() ? List.of("") : texts;
  }
}
