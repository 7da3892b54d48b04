package mesh.pilot.status;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.world.Proxy;

/** What one connected proxy has been sent and has said. Shared by its stream and those who ask. */
public final class ProxyStatus {

  private final String connection;
  private final Proxy proxy;
  private final boolean isDelta;
  private final Instant since;
  private final Map<ResourceType, TypeStatus> types = new EnumMap<>(ResourceType.class);

  /** A stream that has said who it is. */
  public ProxyStatus(String connection, Proxy proxy, boolean isDelta, Instant since) {
    this.connection = connection;
    this.proxy = proxy;
    this.isDelta = isDelta;
    this.since = since;
  }

  /**
   * Of one type of resources.
   *
   * @param state as Istio names it
   * @param sent nonce of the last response
   * @param acknowledged nonce of the last response that the proxy took
   * @param resources that it was sent
   * @param error of the last refusal; empty if the last response was taken
   */
  public record TypeStatus(
      State state, String sent, String acknowledged, int resources, String error) {}

  /** Whether a proxy has what it should have. */
  public enum State {
    SYNCED,
    STALE,
    REJECTED
  }

  public String connection() {
    return connection;
  }

  public Proxy proxy() {
    return proxy;
  }

  public boolean isDelta() {
    return isDelta;
  }

  public Instant since() {
    return since;
  }

  /** By type; what was never asked for is missing. */
  public synchronized Map<ResourceType, TypeStatus> types() {
    return new EnumMap<>(types);
  }

  /** A response went out. */
  public synchronized void sent(ResourceType type, String nonce, int resources) {
    TypeStatus before = types.get(type);
    String acknowledged = before == null ? "" : before.acknowledged();
    types.put(type, new TypeStatus(State.STALE, nonce, acknowledged, resources, ""));
  }

  /** The proxy took a response. */
  public synchronized void acknowledged(ResourceType type, String nonce) {
    types.computeIfPresent(
        type,
        (key, old) ->
            old.sent().equals(nonce)
                ? new TypeStatus(State.SYNCED, nonce, nonce, old.resources(), "")
                : old);
  }

  /** The proxy refused a response. */
  public synchronized void refused(ResourceType type, String nonce, String error) {
    types.computeIfPresent(
        type,
        (key, old) ->
            new TypeStatus(State.REJECTED, old.sent(), old.acknowledged(), old.resources(), error));
  }
}
