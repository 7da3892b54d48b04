package mesh.proxy.route;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.stats.Stats;
import mesh.proxy.xds.ConfigSource;
import mesh.proxy.xds.ConfigSources;
import mesh.proxy.xds.Ledger;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Subscription;
import mesh.proxy.xds.Update;
import org.jspecify.annotations.Nullable;

/**
 * A route table that comes from elsewhere (RDS). Shared by all loops, which read the table of the
 * moment.
 */
public final class RouteResource
    implements Subscriber<RouteConfiguration>, Supplier<RouteTable>, AutoCloseable {

  /** As a server knows it. */
  public static final ResourceType<RouteConfiguration> TYPE =
      new ResourceType<>(
          RouteConfiguration.getDefaultInstance(), RouteConfiguration::getName, false);

  private final RouteContext context;
  private final Stats scope;
  private final Ledger ledger;
  private volatile RouteTable table;
  private volatile boolean ready;
  private @Nullable Subscription subscription;

  private RouteResource(String name, RouteContext context, Stats scope, Ledger ledger) {
    this.context = context;
    this.scope = scope;
    this.ledger = ledger;
    this.table =
        RouteTableConfig.parse(RouteConfiguration.newBuilder().setName(name).build(), context);
  }

  /**
   * Where tables come from, and where it is written down what came.
   *
   * @param ledger of all route tables
   * @param clusters tells whether a cluster is there, or will be soon
   */
  public record Origin(ConfigSources sources, Ledger ledger, Predicate<String> clusters) {}

  /**
   * Asks for a table; it has no routes until one comes.
   *
   * @param scope of the statistics: {@code http.ingress.rds.local_route.}
   * @throws InvalidConfigException if the source cannot be used
   */
  public static RouteResource subscribe(
      Origin origin, ConfigSource source, String name, RouteContext context, Stats scope) {
    var resource = new RouteResource(name, context, scope, origin.ledger());
    resource.subscription =
        origin
            .sources()
            .subscribe(new ConfigSources.Request<>(source, TYPE, name, scope), resource);
    origin.ledger().hold(name);
    return resource;
  }

  @Override
  public RouteTable get() {
    return table;
  }

  /** True once a table came, or it was said that none will come soon. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public void update(Update<RouteConfiguration> update) {
    update.forEach(this::take); // a removal is ignored, as Envoy does: a listener removes its own
    ready = true;
  }

  @Override
  public void unavailable() {
    ready = true;
  }

  @Override
  public synchronized void close() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
      ledger.release(table.name());
    }
  }

  private void take(Resource<RouteConfiguration> resource) {
    try {
      var proto = TypedConfig.checked(resource.message(), RouteTableConfig.SUPPORTED);
      table = RouteTableConfig.parse(proto, context);
    } catch (InvalidConfigException e) {
      ledger.refused(resource, e.sentence());
      throw e;
    }
    scope.counter("config_reload").increment();
    ledger.used(resource);
  }
}
