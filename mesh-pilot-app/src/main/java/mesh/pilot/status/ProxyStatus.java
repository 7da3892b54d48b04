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
  private final String agent;
  private final boolean isDelta;
  private final Instant since;
  private final Map<ResourceType, TypeStatus> types = new EnumMap<>(ResourceType.class);

  /**
   * A stream that has said who it is.
   *
   * @param agent which program it is; may be empty
   */
  public ProxyStatus(String connection, Proxy proxy, String agent, boolean isDelta, Instant since) {
    this.connection = connection;
    this.proxy = proxy;
    this.agent = agent;
    this.isDelta = isDelta;
    this.since = since;
  }

  /**
   * Of one type of resources.
   *
   * @param state as Istio names it
   * @param sent nonce of the last response
   * @param acknowledged nonce of the last response that the proxy took
   * @param version of the world that was sent last
   * @param taken version of the world that the proxy took last; 0 for none
   * @param resources that it was sent
   * @param error of the last refusal; empty if the last response was taken
   */
  public record TypeStatus(
      State state,
      String sent,
      String acknowledged,
      long version,
      long taken,
      int resources,
      String error) {}

  /** Whether a proxy has what it should have. */
  public enum State {
    /** It has said that it has it. */
    SYNCED,
    /** It has not yet answered. */
    STALE,
    /** It has refused, and goes on with what it had. */
    NACKED
  }

  public String connection() {
    return connection;
  }

  public Proxy proxy() {
    return proxy;
  }

  public String agent() {
    return agent;
  }

  public boolean isDelta() {
    return isDelta;
  }

  public Instant since() {
    return since;
  }

  /** By type; what was never sent is missing. */
  public synchronized Map<ResourceType, TypeStatus> types() {
    return new EnumMap<>(types);
  }

  /** A response went out. */
  public synchronized void sent(ResourceType type, String nonce, long version, int resources) {
    TypeStatus before = types.get(type);
    String acknowledged = before == null ? "" : before.acknowledged();
    long taken = before == null ? 0 : before.taken();
    types.put(
        type, new TypeStatus(State.STALE, nonce, acknowledged, version, taken, resources, ""));
  }

  /** The proxy took a response. */
  public synchronized void acknowledged(ResourceType type, String nonce) {
    types.computeIfPresent(
        type,
        (key, old) ->
            old.sent().equals(nonce)
                ? new TypeStatus(
                    State.SYNCED, nonce, nonce, old.version(), old.version(), old.resources(), "")
                : old);
  }

  /** The proxy refused a response. */
  public synchronized void refused(ResourceType type, String nonce, String error) {
    types.computeIfPresent(
        type,
        (key, old) ->
            old.sent().equals(nonce)
                ? new TypeStatus(
                    State.NACKED,
                    nonce,
                    old.acknowledged(),
                    old.version(),
                    old.taken(),
                    old.resources(),
                    error)
                : old);
  }
}
