package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a request goes: an answer of the route's own, or a cluster. Confined to its event
 * loop.
 */
final class RouterFilter implements TerminalFilter {

  private final RouterShared shared;
  private final StreamContext stream;
  private final StreamInfo info;
  private @Nullable Forwarding forwarding;

  RouterFilter(RouterShared shared, StreamContext stream) {
    this.shared = shared;
    this.stream = stream;
    this.info = stream.info();
  }

  @Override
  public void onRequestHead(Headers head, boolean endStream) {
    shared.countRequest();
    Route route = stream.route();
    if (route == null) {
      shared.countNoRoute();
      stream.reply(Failures.noRoute());
    } else if (route.action() instanceof Forward forward) {
      forward(route, forward, head, endStream);
    } else {
      stream.reply(OwnAnswers.of(route, head, info, shared));
    }
  }

  private void forward(Route route, Forward forward, Headers head, boolean endStream) {
    String name = forward.cluster().cluster(head);
    Cluster cluster = shared.clusters().get(name);
    if (cluster == null) {
      info.noCluster();
      shared.countNoCluster();
      stream.reply(Failures.noCluster(forward.clusterNotFoundStatus()));
      return;
    }
    info.cluster(name, cluster.config().statName(), cluster.config().metadata());
    String strange = StrictCheck.strangeHeader(head, shared.config().strictCheck());
    if (strange != null) {
      stream.reply(Failures.strangeHeader(strange, head));
      return;
    }
    LocalReply refusal = ClusterGate.refusal(cluster, shared);
    if (refusal != null) {
      UpstreamAnswer.countLocal(cluster, null, head, refusal.status());
      stream.reply(refusal);
      return;
    }
    var begun = new Forwarding(shared, stream, route, forward, cluster, head);
    forwarding = begun;
    begun.begin(endStream);
  }

  @Override
  public void onRequestData(ByteBuf data, boolean endStream) {
    if (forwarding == null) {
      data.release();
    } else {
      forwarding.data(data, endStream);
    }
  }

  @Override
  public void onRequestTrailers(Headers trailers) {
    if (forwarding != null) {
      forwarding.trailers(trailers);
    }
  }

  @Override
  public void onDownstreamWritable(boolean writable) {
    if (forwarding != null) {
      forwarding.onDownstreamWritable(writable);
    }
  }

  @Override
  public void onStreamEnd() {
    if (forwarding != null) {
      forwarding.finish();
    }
  }
}
