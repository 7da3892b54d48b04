package mesh.proxy.listener;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.function.Predicate;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.xds.Ledger;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Update;

/** Listeners that come and go while the proxy runs (LDS). */
public final class ListenerResource implements Subscriber<Listener> {

  /** As a server knows it. */
  public static final ResourceType<Listener> TYPE =
      new ResourceType<>(Listener.getDefaultInstance(), Listener::getName, true);

  private final ListenerServices services;
  private final Listeners listeners;
  private final Ledger ledger;
  private final Predicate<String> isStatic;
  private final Runnable answered;

  /**
   * A subscriber.
   *
   * @param isStatic tells names of listeners that are not changed from here
   * @param answered told of every answer, and when none came in time
   */
  public ListenerResource(
      ListenerServices services,
      Listeners listeners,
      Ledger ledger,
      Predicate<String> isStatic,
      Runnable answered) {
    this.services = services;
    this.listeners = listeners;
    this.ledger = ledger;
    this.isStatic = isStatic;
    this.answered = answered;
  }

  @Override
  public void update(Update<Listener> update) {
    try {
      for (String name : update.removed()) { // first: their addresses may be wanted
        if (!isStatic.test(name)) {
          listeners.remove(name);
          ledger.removed(name);
        }
      }
      ledger.version(update.version());
      update.forEach(this::take);
    } finally {
      answered.run();
    }
  }

  @Override
  public void unavailable() {
    answered.run();
  }

  private void take(Resource<Listener> resource) {
    if (isStatic.test(resource.name())) {
      return; // as Envoy: the bootstrap's own stay what they are
    }
    if (!ledger.uses(resource)) {
      try {
        Listener proto = TypedConfig.checked(resource.message(), ListenerProtoConfig.SUPPORTED);
        ListenerProtoConfig.apply(proto, services, listeners);
      } catch (InvalidConfigException e) {
        ledger.refused(resource, e.sentence());
        throw e;
      }
    }
    ledger.used(resource);
  }
}
