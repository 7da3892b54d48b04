package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.proto.MessageTypes;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.ServerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One management server: what is wanted of it, and the stream of the moment. Confined to the
 * configuration thread.
 *
 * <p>While there is no stream, everything goes on with what was taken last.
 */
final class AdsStream {

  private static final Logger log = LoggerFactory.getLogger(AdsStream.class);

  /** What needs others comes behind them. */
  private static final List<String> ORDER =
      List.of(
          "envoy.config.cluster.v3.Cluster",
          "envoy.config.endpoint.v3.ClusterLoadAssignment",
          "envoy.config.listener.v3.Listener",
          "envoy.config.route.v3.RouteConfiguration");

  private static final int PATIENT_REFUSALS = 10; // answered at once
  private static final long REFUSAL_MILLIS = 1_000; // between later ones

  private final ServerConfig config;
  private final @Nullable String onlyType; // null if all types share the stream
  private final StreamContext context;
  private final ControlPlaneStats stats;
  private final ReconnectDelay delay;
  private final Map<String, TypeState<?>> states = new LinkedHashMap<>();
  private @Nullable OpenStream<?, ?> stream;
  private int target; // index of the one in use
  private boolean isFlushing; // a flush is on its way
  private boolean isLost; // and said so
  private boolean heard; // anything on this stream
  private boolean closed;

  AdsStream(
      ServerConfig config,
      @Nullable String onlyType,
      StreamContext context,
      ControlPlaneStats stats) {
    this.config = config;
    this.onlyType = onlyType;
    this.context = context;
    this.stats = stats;
    this.delay = new ReconnectDelay(context.randomBelow());
  }

  /** Adds somebody; asks if nobody asked for it before. */
  <M extends Message> void add(ResourceType<M> type, Watcher<M> watcher) {
    boolean first = states.isEmpty();
    state(type).watch.add(watcher);
    watcher.asks();
    if (first) {
      connect();
    } else {
      flushSoon();
    }
  }

  <M extends Message> void remove(ResourceType<M> type, Watcher<M> watcher) {
    state(type).watch.remove(watcher);
    flushSoon();
  }

  boolean isWatched() {
    return states.values().stream().anyMatch(state -> state.watch.isWatched());
  }

  /** Ends the stream; there is no other. */
  void close() {
    closed = true;
    if (stream != null) {
      stream.close();
      stream = null;
      stats.connected().set(0);
    }
  }

  @SuppressWarnings("unchecked") // the key is the type's URL
  private <M extends Message> TypeState<M> state(ResourceType<M> type) {
    return (TypeState<M>) states.computeIfAbsent(type.typeUrl(), unseen -> new TypeState<>(type));
  }

  private void connect() {
    if (closed || stream != null) {
      return;
    }
    ServerConfig.Target to = config.targets().get(target);
    var channel = context.channels().open(to);
    if (channel == null) {
      ended(Status.UNAVAILABLE.withDescription("cluster " + to.cluster() + " has no host"));
      return;
    }
    heard = false;
    stream =
        config.isDelta()
            ? OpenStream.open(channel, new Delta(), onlyType, to, this)
            : OpenStream.open(channel, new StateOfTheWorld(), onlyType, to, this);
    flush();
  }

  private void flushSoon() {
    if (!isFlushing && !closed) {
      isFlushing = true;
      context.execute(this::flush);
    }
  }

  /** Says what is new, type by type. */
  void flush() {
    isFlushing = false;
    OpenStream<?, ?> open = stream;
    if (open == null) {
      return;
    }
    for (TypeState<?> state : inOrder()) {
      state.watch.forgetAbandoned();
      if (state.owesAnswer && state.refusals > PATIENT_REFUSALS) {
        continue; // answered later, so that two machines do not shout at each other
      }
      if (!open.send(state, node(open))) {
        return; // goes on when the server reads
      }
    }
  }

  private @Nullable Node node(OpenStream<?, ?> open) {
    return config.nodeOnFirstMessageOnly() && open.hasSaidSomething() ? null : context.node();
  }

  private List<TypeState<?>> inOrder() {
    List<TypeState<?>> all = new ArrayList<>(states.values());
    all.sort(Comparator.comparingInt(state -> rank(state.typeUrl())));
    return all;
  }

  private static int rank(String typeUrl) {
    int at = ORDER.indexOf(MessageTypes.name(typeUrl));
    return at < 0 ? ORDER.size() : at;
  }

  /** Something came. */
  void received(Response response) {
    if (!heard) {
      heard = true;
      delay.reset();
      stats.connected().set(1);
      if (isLost) {
        isLost = false;
        log.atInfo().addKeyValue("cluster", cluster()).log("Management server answers again");
      }
    }
    if (!response.server().isEmpty()) {
      stats.identifier().set(response.server());
    }
    TypeState<?> state = states.get(response.typeUrl());
    if (state == null) {
      log.atWarn()
          .addKeyValue("cluster", cluster())
          .addKeyValue("type", response.typeUrl())
          .log("Configuration ignored, nobody asked for its type");
      return;
    }
    take(state, response);
    answer(state);
  }

  private <M extends Message> void take(TypeState<M> state, Response response) {
    TypeWatch<M> watch = state.watch;
    List<Resource<M>> resources;
    try {
      resources = ResourceDecoder.decode(watch.type(), response.bodies());
    } catch (RefusedUpdateException e) {
      watch.watchers().forEach(Watcher::rejectUnread);
      refused(state, response, e);
      return;
    }
    try {
      if (response.isState()) {
        watch.takeState(resources, response.version());
      } else {
        watch.takeChanges(resources, response.removed(), response.version());
      }
      state.taken(response);
      log.atDebug()
          .addKeyValue("type", watch.type().word())
          .addKeyValue("version", response.version())
          .addKeyValue("resources", resources.size())
          .log("Configuration taken");
    } catch (RefusedUpdateException e) {
      refused(state, response, e);
    } catch (InvalidConfigException e) {
      refused(state, response, RefusedUpdateException.whole(e));
    }
  }

  private void refused(TypeState<?> state, Response response, RefusedUpdateException why) {
    state.refused(response, String.valueOf(why.getMessage()));
    if (state.refusals <= PATIENT_REFUSALS) {
      log.atWarn()
          .addKeyValue("type", state.watch.type().word())
          .addKeyValue("cluster", cluster())
          .addKeyValue("version", response.version())
          .addKeyValue("fault", why.getMessage())
          .log("Configuration refused, the last good one stays");
    }
  }

  private void answer(TypeState<?> state) {
    if (state.refusals <= PATIENT_REFUSALS) {
      flush();
      return;
    }
    OpenStream<?, ?> answered = stream;
    context.after(
        REFUSAL_MILLIS,
        () -> {
          if (stream == answered && answered != null) {
            answered.send(state, node(answered));
          }
        });
  }

  /** The stream is over, or never was. */
  void ended(Status why) {
    if (closed) {
      return;
    }
    stream = null;
    stats.connected().set(0);
    for (TypeState<?> state : states.values()) {
      state.forgetStream();
      state.watch.watchers().forEach(watcher -> watcher.stats().failed());
    }
    int millis = delay.nextMillis();
    if (!isLost) {
      isLost = true;
      log.atWarn()
          .addKeyValue("cluster", cluster())
          .addKeyValue("status", why.getCode())
          .addKeyValue("reason", why.getDescription())
          .addKeyValue("retryMillis", millis)
          .log("Management server lost, the last good configuration goes on");
    }
    target = (target + 1) % config.targets().size();
    context.after(millis, this::connect);
  }

  private String cluster() {
    return config.targets().get(target).cluster();
  }

  /**
   * What streams may use of the process.
   *
   * @param node who we are
   * @param randomBelow maps a bound to a number in {@code [0, bound)}
   */
  record StreamContext(
      java.util.concurrent.ScheduledExecutorService thread,
      ServerChannels channels,
      Node node,
      java.util.function.IntUnaryOperator randomBelow) {

    void execute(Runnable task) {
      if (!thread.isShutdown()) {
        thread.execute(task);
      }
    }

    void after(long millis, Runnable task) {
      if (!thread.isShutdown()) {
        var scheduled = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
        if (scheduled.isCancelled()) {
          log.atDebug().log("Configuration thread is ending");
        }
      }
    }
  }
}
