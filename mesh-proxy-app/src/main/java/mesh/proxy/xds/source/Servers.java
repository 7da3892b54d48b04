package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.stats.Stats;
import mesh.proxy.xds.ConfigSource.Origin;
import mesh.proxy.xds.ConfigSources.Request;
import mesh.proxy.xds.ServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The streams of all management servers. Confined to the configuration thread, but for what is
 * public.
 */
public final class Servers {

  private final Settings settings;
  private final Map<Key, AdsStream> streams = new HashMap<>();
  private @Nullable ServerChannels channels;
  private Node node;

  public Servers(Settings settings) {
    this.settings = settings;
    this.node = settings.node();
  }

  /**
   * What streams need. Immutable.
   *
   * @param thread the configuration thread
   * @param node who we are
   * @param aggregated null if the bootstrap has no {@code ads_config}
   * @param isStaticCluster tells clusters of the bootstrap, through which servers are reached
   * @param stats root scope of the process
   * @param randomBelow maps a bound to a number in {@code [0, bound)}
   */
  public record Settings(
      ScheduledExecutorService thread,
      Node node,
      @Nullable ServerConfig aggregated,
      Predicate<String> isStaticCluster,
      Stats stats,
      IntUnaryOperator randomBelow) {}

  /** One stream. */
  private record Key(ServerConfig server, @Nullable String onlyType) {}

  /** Says how to connect; to be called before anybody subscribes. */
  public void connectThrough(ServerChannels through) {
    channels = through;
  }

  /** Says more of who we are; to be called before anybody subscribes. */
  public void introduce(Node whole) {
    node = whole;
  }

  /**
   * Refuses a server that cannot be used.
   *
   * @throws InvalidConfigException fields relative to the {@code ConfigSource}
   */
  void check(Origin origin) {
    if (origin instanceof Origin.Server server) {
      ProtoValue.under("api_config_source", () -> checked(ServerConfig.parse(server.proto())));
    } else if (settings.aggregated() == null) {
      throw new InvalidConfigException(
          "ads", "{}", "another source: dynamic_resources.ads_config is not set");
    }
  }

  /**
   * The same server.
   *
   * @throws InvalidConfigException if it is no cluster of the bootstrap, or nobody said who we are
   */
  public ServerConfig checked(ServerConfig server) {
    for (int at = 0; at < server.targets().size(); at++) {
      String cluster = server.targets().get(at).cluster();
      if (!settings.isStaticCluster().test(cluster)) {
        throw new InvalidConfigException(
            "grpc_services[" + at + "].envoy_grpc.cluster_name",
            cluster,
            "a cluster of static_resources.clusters");
      }
    }
    if (settings.node().getId().isEmpty() || settings.node().getCluster().isEmpty()) {
      throw new InvalidConfigException(
          "", "", "node.id and node.cluster in the bootstrap: a management server asks for them");
    }
    return server;
  }

  <M extends Message> void add(Request<M> request, Watcher<M> watcher) {
    if (watcher.isClosed() || settings.thread().isShutdown()) {
      return;
    }
    Key key = key(request);
    streams.computeIfAbsent(key, unseen -> open(key, request)).add(request.type(), watcher);
    long patience = request.source().fetchTimeout().toMillis();
    if (patience > 0 && !watcher.isAnswered()) {
      context().after(patience, watcher::timeOut);
    }
  }

  <M extends Message> void remove(Request<M> request, Watcher<M> watcher) {
    Key key = key(request);
    AdsStream stream = streams.get(key);
    if (stream == null) {
      return;
    }
    stream.remove(request.type(), watcher);
    if (!stream.isWatched()) {
      streams.remove(key);
      stream.close();
    }
  }

  /** Ends all streams. On the configuration thread, once, before event loops end. */
  public void close() {
    streams.values().forEach(AdsStream::close);
    streams.clear();
  }

  private AdsStream open(Key key, Request<?> request) {
    Stats scope = key.onlyType() == null ? settings.stats() : request.scope();
    return new AdsStream(key.server(), key.onlyType(), context(), ControlPlaneStats.of(scope));
  }

  private AdsStream.StreamContext context() {
    ServerChannels through = channels;
    if (through == null) {
      throw new IllegalStateException("Nobody said how to connect");
    }
    return new AdsStream.StreamContext(settings.thread(), through, node, settings.randomBelow());
  }

  private Key key(Request<?> request) {
    if (request.source().origin() instanceof Origin.Server server) {
      return new Key(ServerConfig.parse(server.proto()), request.type().typeUrl());
    }
    ServerConfig aggregated = settings.aggregated();
    if (aggregated == null) {
      throw new IllegalStateException("Checked before: there is an ads_config");
    }
    return new Key(aggregated, null);
  }
}
