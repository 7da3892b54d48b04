package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.pool.HostPool;
import mesh.proxy.cluster.pool.PoolCallbacks;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.route.forward.Mirror;
import org.jspecify.annotations.Nullable;

/**
 * The copies of one request that go to clusters whose answers nobody sees. Confined to its event
 * loop.
 */
final class Mirrors {

  /** Nobody waits for a mirror; one that takes longer than this is cut. */
  private static final long MOST_MILLIS = 15_000;

  private record Target(Cluster cluster, Headers head) {}

  private final List<Target> targets;
  private final RouterShared shared;
  private final StreamContext stream;

  private Mirrors(List<Target> targets, RouterShared shared, StreamContext stream) {
    this.targets = targets;
    this.shared = shared;
    this.stream = stream;
  }

  /** Draws which mirrors get this request; null if none does. */
  static @Nullable Mirrors of(
      List<Mirror> mirrors, Headers head, RouterShared shared, StreamContext stream) {
    List<Target> targets = new ArrayList<>();
    for (Mirror mirror : mirrors) {
      if (shared.runtime().draw(mirror.fraction(), stream.random())) {
        Cluster cluster = shared.clusters().get(mirror.cluster().cluster(head));
        if (cluster != null) {
          Headers copy = head.copy();
          copy.set(HeaderNames.AUTHORITY, mirror.authority(head));
          markAsOurs(copy, shared.ownAddress());
          targets.add(new Target(cluster, copy));
        }
      }
    }
    return targets.isEmpty() ? null : new Mirrors(targets, shared, stream);
  }

  // For the mirror it is this proxy that asks, not the client.
  private static void markAsOurs(Headers head, String ownAddress) {
    head.set(HeaderNames.X_ENVOY_INTERNAL, "true");
    if (!ownAddress.isEmpty()) {
      String before = head.joined(HeaderNames.X_FORWARDED_FOR);
      head.set(
          HeaderNames.X_FORWARDED_FOR, before == null ? ownAddress : before + "," + ownAddress);
    }
  }

  /** The request is complete. */
  void send(RequestCopy body) {
    for (Target target : targets) {
      Endpoint host = target.cluster().choose(LbRequest.ANY);
      if (host != null && !body.isDropped()) {
        var copy = body.share();
        Protocol downstream = stream.info().protocol;
        var exchange = new Exchange(target.head(), copy);
        HostPool pool =
            shared
                .pools()
                .of(
                    stream.worker(),
                    target.cluster(),
                    host,
                    RoutingPriority.DEFAULT,
                    downstream,
                    AutoSni.of(target.cluster(), host, target.head()));
        if (pool == null) {
          copy.drop();
        } else {
          pool.newStream(exchange, exchange);
          stream.worker().timers().after(MOST_MILLIS, exchange::cut);
        }
      }
    }
  }

  /** One mirrored request; everything that comes back is dropped. */
  private static final class Exchange implements StreamDecoder, PoolCallbacks {

    private final Headers head;
    private final RequestCopy body;
    private @Nullable StreamEncoder request;
    private boolean over;

    Exchange(Headers head, RequestCopy body) {
      this.head = head;
      this.body = body;
    }

    void cut() {
      if (!over && request != null) {
        over = true;
        request.reset(ResetReason.LOCAL_RESET);
      }
    }

    @Override
    public void onPoolReady(StreamEncoder encoder, ClientConnection connection) {
      request = encoder;
      body.writeTo(encoder, head);
      body.drop();
    }

    @Override
    public void onPoolFailure(ResetReason reason, String transportFailure) {
      over = true;
      body.drop();
    }

    @Override
    public void onHead(Headers response, boolean endStream) {
      over |= endStream;
    }

    @Override
    public void onData(ByteBuf data, boolean endStream) {
      data.release();
      over |= endStream;
    }

    @Override
    public void onTrailers(Headers trailers) {
      over = true;
    }

    @Override
    public void onReset(ResetReason reason, String details) {
      over = true;
    }
  }
}
