package mesh.proxy.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.envoyproxy.envoy.admin.v3.BootstrapConfigDump;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.ScopedRoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.SecretsConfigDump;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.ArrayList;
import java.util.List;

/** What the bootstrap has. Immutable. */
public final class StaticDumps implements DumpSource {

  private final List<Message> dumps;

  /**
   * @param loaded when the bootstrap was read
   */
  public StaticDumps(Bootstrap bootstrap, Timestamp loaded) {
    this.dumps =
        List.of(
            BootstrapConfigDump.newBuilder().setBootstrap(bootstrap).setLastUpdated(loaded).build(),
            clusters(bootstrap, loaded),
            listeners(bootstrap, loaded),
            ScopedRoutesConfigDump.getDefaultInstance(),
            routes(bootstrap, loaded),
            secrets(bootstrap, loaded));
  }

  @Override
  public List<Message> dumps(boolean endpoints) {
    return dumps;
  }

  private static Message clusters(Bootstrap bootstrap, Timestamp loaded) {
    var dump = ClustersConfigDump.newBuilder();
    bootstrap
        .getStaticResources()
        .getClustersList()
        .forEach(
            cluster ->
                dump.addStaticClustersBuilder()
                    .setCluster(Any.pack(cluster))
                    .setLastUpdated(loaded));
    return dump.build();
  }

  private static Message listeners(Bootstrap bootstrap, Timestamp loaded) {
    var dump = ListenersConfigDump.newBuilder();
    bootstrap
        .getStaticResources()
        .getListenersList()
        .forEach(
            listener ->
                dump.addStaticListenersBuilder()
                    .setListener(Any.pack(listener))
                    .setLastUpdated(loaded));
    return dump.build();
  }

  private static Message secrets(Bootstrap bootstrap, Timestamp loaded) {
    var dump = SecretsConfigDump.newBuilder();
    bootstrap
        .getStaticResources()
        .getSecretsList()
        .forEach(
            secret ->
                dump.addStaticSecretsBuilder()
                    .setName(secret.getName())
                    .setSecret(Any.pack(secret))
                    .setLastUpdated(loaded));
    return dump.build();
  }

  private static Message routes(Bootstrap bootstrap, Timestamp loaded) {
    var dump = RoutesConfigDump.newBuilder();
    for (Listener listener : bootstrap.getStaticResources().getListenersList()) {
      for (Filter filter : filters(listener)) {
        HttpConnectionManager manager = manager(filter);
        if (manager.hasRouteConfig()) {
          dump.addStaticRouteConfigsBuilder()
              .setRouteConfig(Any.pack(manager.getRouteConfig()))
              .setLastUpdated(loaded);
        }
      }
    }
    return dump.build();
  }

  private static List<Filter> filters(Listener listener) {
    var filters = new ArrayList<Filter>();
    for (FilterChain chain : listener.getFilterChainsList()) {
      filters.addAll(chain.getFiltersList());
    }
    filters.addAll(listener.getDefaultFilterChain().getFiltersList());
    return filters;
  }

  /** The default instance if the filter is another one. */
  private static HttpConnectionManager manager(Filter filter) {
    try {
      return filter.getTypedConfig().is(HttpConnectionManager.class)
          ? filter.getTypedConfig().unpack(HttpConnectionManager.class)
          : HttpConnectionManager.getDefaultInstance();
    } catch (InvalidProtocolBufferException e) {
      return HttpConnectionManager.getDefaultInstance(); // refused long ago by who reads it for use
    }
  }
}
