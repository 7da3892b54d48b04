package mesh.pilot.serve.ads;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import mesh.config.InvalidConfigException;
import mesh.pilot.serve.ClientViews;
import mesh.pilot.serve.ProxyNode;
import mesh.pilot.serve.Resource;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.serve.View;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.status.ProxyStatus;
import mesh.pilot.status.ProxyStatuses;
import mesh.pilot.world.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected proxy: who it is, what it wants, and what it is told when. Both protocols are told
 * the same, each in its own words. Confined to its stream.
 */
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  private final Worlds worlds;
  private final ProxyStatuses statuses;
  private final AdsStats stats;
  private final boolean isDelta;
  private final InstantSource clock;
  private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);
  private @Nullable Known known;
  private long nonces;

  /** Who the proxy is. */
  private record Known(ProxyStatus status, ClientViews views) {}

  /** Writes responses as a protocol wants them. */
  interface Wire {

    /** Asks for all resources of a type. */
    String EVERYTHING = "*";

    /**
     * Writes a response, unless the protocol has no use for it.
     *
     * @param nonce of the response, if there is one
     * @return whether a response went out
     */
    boolean respond(
        ResourceType type,
        Subscription wanted,
        Subscription.Change change,
        List<View> now,
        String nonce);
  }

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
    if (known == null) {
      Proxy proxy = ProxyNode.read(node);
      var made =
          new ProxyStatus(
              proxy.id() + "-" + CONNECTIONS.incrementAndGet(),
              proxy,
              ProxyNode.agent(node),
              isDelta,
              clock.instant());
      known = new Known(made, new ClientViews(worlds.views(), proxy));
      statuses.connected(made);
      stats.connected();
      log.atInfo()
          .addKeyValue("proxy", proxy.id())
          .addKeyValue("delta", isDelta)
          .log("Proxy connected");
    }
  }

  private Known known() {
    Known is = known;
    if (is == null) {
      throw new IllegalStateException("A stream is identified before it is served");
    }
    return is;
  }

  /** Null if the proxy has not asked for the type. */
  @Nullable Subscription subscription(ResourceType type) {
    return subscriptions.get(type);
  }

  Subscription subscribe(ResourceType type) {
    return subscriptions.computeIfAbsent(type, key -> new Subscription());
  }

  /** Tells the proxy what is new of all types. */
  void pushAll(Wire wire) {
    if (known != null) {
      push(EnumSet.allOf(ResourceType.class), wire);
    }
  }

  /** Tells the proxy what is new of a type. */
  void push(ResourceType type, Wire wire) {
    push(EnumSet.of(type), wire);
  }

  /** In the order of types, so that what a response makes necessary comes after it. */
  private void push(Set<ResourceType> types, Wire wire) {
    for (ResourceType type : ResourceType.values()) {
      Subscription wanted = subscriptions.get(type);
      if (wanted == null || !types.contains(type) || wanted.mustWait()) {
        continue;
      }
      long version = worlds.current().version();
      List<View> now = known().views().of(type, wanted.wanted());
      Subscription.Change change = wanted.change(now);
      String nonce = Long.toString(nonces + 1);
      if (wire.respond(type, wanted, change, now, nonce)) {
        nonces++;
        wanted.sent(change, nonce);
        known().status().sent(type, nonce, version, wanted.size());
        stats.sent(type);
        ResourceType following = follow(type, change);
        if (following != null) {
          types.add(following);
        }
      }
    }
  }

  /** What a response makes necessary: new clusters want endpoints, new listeners want routes. */
  private @Nullable ResourceType follow(ResourceType type, Subscription.Change change) {
    return switch (type) {
      case CLUSTER -> {
        Subscription endpoints = subscriptions.get(ResourceType.ENDPOINT);
        if (endpoints != null) {
          endpoints.force(change.changed().stream().map(Resource::name).toList());
        }
        yield ResourceType.ENDPOINT;
      }
      case LISTENER -> {
        Subscription routes = subscriptions.get(ResourceType.ROUTE);
        if (routes != null) {
          routes.forceAll();
        }
        yield ResourceType.ROUTE;
      }
      case ENDPOINT, ROUTE -> null;
    };
  }

  /** The proxy has answered a response. */
  void answered(ResourceType type, Subscription of, String nonce, @Nullable String error) {
    of.answerCame();
    ProxyStatus status = known().status();
    if (error == null) {
      status.acknowledged(type, nonce);
      stats.acknowledged(type);
      return;
    }
    status.refused(type, nonce, error);
    stats.refused(type);
    log.atWarn()
        .addKeyValue("proxy", status.proxy().id())
        .addKeyValue("type", type)
        .addKeyValue("error", error)
        .log("Proxy refuses its configuration and keeps the last one");
  }

  void end() {
    Known ended = known;
    if (ended != null) {
      statuses.disconnected(ended.status());
      stats.disconnected();
      log.atInfo().addKeyValue("proxy", ended.status().proxy().id()).log("Proxy disconnected");
      known = null;
    }
  }
}
