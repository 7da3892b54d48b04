package mesh.pilot.serve.ads;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import mesh.config.InvalidConfigException;
import mesh.pilot.serve.ProxyNode;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.status.ProxyStatus;
import mesh.pilot.status.ProxyStatuses;
import mesh.pilot.world.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connected proxy: who it is and what it wants. Confined to its stream. */
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  private final Worlds worlds;
  private final ProxyStatuses statuses;
  private final AdsStats stats;
  private final boolean isDelta;
  private final InstantSource clock;
  private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);
  private @Nullable ProxyStatus status;
  private long nonces;

  Session(
      Worlds worlds, ProxyStatuses statuses, AdsStats stats, boolean isDelta, InstantSource clock) {
    this.worlds = worlds;
    this.statuses = statuses;
    this.stats = stats;
    this.isDelta = isDelta;
    this.clock = clock;
  }

  /**
   * The first request says who asks.
   *
   * @throws InvalidConfigException if it does not
   */
  void identify(Node node) {
    if (status == null) {
      Proxy proxy = ProxyNode.read(node);
      var made =
          new ProxyStatus(
              proxy.id() + "-" + CONNECTIONS.incrementAndGet(), proxy, isDelta, clock.instant());
      status = made;
      statuses.connected(made);
      stats.connected();
      log.atInfo()
          .addKeyValue("proxy", proxy.id())
          .addKeyValue("delta", isDelta)
          .log("Proxy connected");
    }
  }

  ProxyStatus status() {
    ProxyStatus known = status;
    if (known == null) {
      throw new IllegalStateException("A stream is identified before it is served");
    }
    return known;
  }

  boolean isIdentified() {
    return status != null;
  }

  @Nullable Subscription subscription(ResourceType type) {
    return subscriptions.get(type);
  }

  Subscription subscribe(ResourceType type) {
    return subscriptions.computeIfAbsent(type, key -> new Subscription());
  }

  Map<String, mesh.pilot.serve.Resource> resources(ResourceType type, Subscription of) {
    return worlds.current().of(type, status().proxy(), of.wanted());
  }

  String nextNonce() {
    return Long.toString(++nonces);
  }

  void sent(ResourceType type, Subscription of, String nonce) {
    status().sent(type, nonce, of.size());
    stats.sent(type);
  }

  /** The proxy has answered a response. */
  void answered(ResourceType type, Subscription of, String nonce, @Nullable String error) {
    of.answerCame();
    if (error == null) {
      status().acknowledged(type, nonce);
      stats.acknowledged(type);
      return;
    }
    status().refused(type, nonce, error);
    stats.refused(type);
    log.atWarn()
        .addKeyValue("proxy", status().proxy().id())
        .addKeyValue("type", type)
        .addKeyValue("error", error)
        .log("Proxy refuses its configuration and keeps the last one");
  }

  /** What a response makes necessary: new clusters want endpoints, new listeners want routes. */
  void follow(ResourceType type, Subscription.Change change) {
    if (type == ResourceType.CLUSTER) {
      Subscription endpoints = subscription(ResourceType.ENDPOINT);
      if (endpoints != null) {
        endpoints.force(change.changed().stream().map(mesh.pilot.serve.Resource::name).toList());
      }
    } else if (type == ResourceType.LISTENER) {
      Subscription routes = subscription(ResourceType.ROUTE);
      if (routes != null) {
        routes.forceAll();
      }
    }
  }

  void end() {
    ProxyStatus ended = status;
    if (ended != null) {
      statuses.disconnected(ended);
      stats.disconnected();
      log.atInfo().addKeyValue("proxy", ended.proxy().id()).log("Proxy disconnected");
      status = null;
    }
  }
}
