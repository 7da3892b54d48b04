package mesh.proxy.filter.http.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.lb.PriorityLoad;
import mesh.proxy.cluster.pool.HostPool;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** What one request wants of load balancing. Confined to its event loop. */
final class HostChoice implements LbRequest {

  private final Forward forward;
  private final Headers head;
  private final long hash; // 0: none
  private @Nullable TriedHosts tried;
  private @Nullable ArrayList<String> cookies; // set by the hash policy

  /** Hashes the request, as it came from the client. */
  HostChoice(Forward forward, Headers head, StreamInfo info) {
    this.forward = forward;
    this.head = head;
    this.hash =
        forward.hashPolicies().isEmpty()
            ? 0
            : forward.hashPolicies().hash(head, info, this::addCookie);
  }

  private void addCookie(String cookie) {
    if (cookies == null) {
      cookies = new ArrayList<>(1);
    }
    cookies.add(cookie);
  }

  /** Cookies that the answer sets, so that the client comes back to the same host; or null. */
  @Nullable List<String> cookies() {
    return cookies;
  }

  /** Where the connections to a host are; null if the cluster has as many pools as it may. */
  @Nullable HostPool pool(
      RouterShared shared, StreamContext stream, Cluster cluster, Endpoint host) {
    boolean tunnels = forward.upgrades().tunnels(head.method());
    return shared
        .pools()
        .of(
            stream.worker(),
            cluster,
            host,
            forward.priority(),
            tunnels ? null : stream.info().protocol,
            AutoSni.of(cluster, host, head));
  }

  /** A retry may avoid this host. */
  void tried(Endpoint host) {
    RetryPolicy policy = forward.retryPolicy();
    if (tried == null && policy != null) {
      tried = new TriedHosts(policy.hostSelection());
    }
    if (tried != null) {
      tried.add(host);
    }
  }

  @Override
  public boolean hasHash() {
    return hash != 0;
  }

  @Override
  public long hash() {
    return hash;
  }

  @Override
  public Map<String, Object> metadataMatch() {
    return forward.metadataMatch();
  }

  @Override
  public @Nullable String header(String name) {
    return head.get(name);
  }

  @Override
  public int maxAttempts() {
    return tried == null ? 1 : tried.maxAttempts();
  }

  @Override
  public boolean isRefused(Endpoint host) {
    return tried != null && tried.refuses(host);
  }

  @Override
  public PriorityLoad priorityLoad(PriorityLoad usual) {
    return tried == null ? usual : tried.spread(usual);
  }
}
