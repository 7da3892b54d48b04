package mesh.pilot.bootstrap;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.status.ProxyStatus;

/** One connected proxy, as the REST interface and the actuator show it. */
record ShownProxy(
    String id,
    String type,
    String namespace,
    String address,
    String agent,
    boolean delta,
    Instant connectedSince,
    Map<String, Type> types) {

  /** What it has of one type. */
  record Type(
      String state,
      String sent,
      String acknowledged,
      long version,
      long acknowledgedVersion,
      int resources,
      String error) {}

  static ShownProxy of(ProxyStatus status) {
    Map<String, Type> types = new TreeMap<>();
    status
        .types()
        .forEach(
            (type, of) ->
                types.put(
                    type.name().toLowerCase(Locale.ROOT),
                    new Type(
                        of.state().name(),
                        of.sent(),
                        of.acknowledged(),
                        of.version(),
                        of.taken(),
                        of.resources(),
                        of.error())));
    var proxy = status.proxy();
    return new ShownProxy(
        proxy.id(),
        proxy.type().name().toLowerCase(Locale.ROOT),
        proxy.namespace(),
        proxy.address(),
        status.agent(),
        status.isDelta(),
        status.since(),
        types);
  }
}
