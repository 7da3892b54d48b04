package mesh.proxy.filter.http.metadataexchange;

import java.util.Map;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.workload.LocalNode;
import mesh.proxy.workload.PeerCache;
import mesh.proxy.workload.PeerMetadata;
import mesh.proxy.workload.Reporter;
import mesh.proxy.workload.Workload;

/** Exchanges names for one request. Confined to its event loop. */
final class MetadataExchangeFilter implements HttpFilter {

  private final MetadataExchangeConfig config;
  private final LocalNode node;
  private final PeerCache peers;
  private boolean clientSaidId;
  private boolean clientSaidMetadata;

  MetadataExchangeFilter(MetadataExchangeConfig config, LocalNode node, PeerCache peers) {
    this.config = config;
    this.node = node;
    this.peers = peers;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    if (config.hearClient()) {
      hear(Reporter.DESTINATION, stream.info(), head);
      clientSaidId = head.remove(PeerMetadata.ID_HEADER);
      clientSaidMetadata = head.remove(PeerMetadata.HEADER);
    }
    if (config.tellServer() && !(config.sparesExternal() && isExternal(stream))) {
      head.set(PeerMetadata.ID_HEADER, node.id());
      head.set(PeerMetadata.HEADER, node.peerMetadata());
    }
    return Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    if (config.hearServer()) {
      hear(Reporter.SOURCE, stream.info(), head);
      head.remove(PeerMetadata.ID_HEADER);
      head.remove(PeerMetadata.HEADER);
    }
    if (config.tellClient()) {
      if (clientSaidId) {
        head.set(PeerMetadata.ID_HEADER, node.id());
      }
      if (clientSaidMetadata) {
        head.set(PeerMetadata.HEADER, node.peerMetadata());
      }
    }
    return Verdict.Flow.CONTINUE;
  }

  private void hear(Reporter reporter, StreamInfo info, Headers head) {
    String said = head.get(PeerMetadata.HEADER);
    Workload peer = said == null ? null : peers.of(said);
    if (peer != null) {
      info.filterState().putIfAbsent(reporter.peerState(), peer);
    }
  }

  private static boolean isExternal(StreamContext stream) {
    stream.route(); // tells the cluster
    StreamInfo info = stream.info();
    return info.upstreamClusterName.equals("PassthroughCluster")
        || Boolean.TRUE.equals(
            info.clusterMetadata.getOrDefault("istio", Map.of()).get("external"));
  }
}
