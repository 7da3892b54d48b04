package mesh.pilot.bootstrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.pilot.model.ExtensionProvider;
import mesh.pilot.model.ExtensionProvider.Target;
import mesh.pilot.model.RateLimitSettings;
import mesh.pilot.model.RateLimitSettings.Entry;
import mesh.pilot.model.RateLimitSettings.What;
import mesh.pilot.model.TelemetrySettings;
import org.jspecify.annotations.Nullable;

/** Turns properties into settings, or refuses them by name before anything is served. */
final class ProviderChecks {

  private static final String PREFIX = "mesh.pilot.";
  private static final String ENTRIES =
      "destination_cluster, source_cluster, remote_address, request_headers:NAME or"
          + " generic_key:VALUE";
  private static final int MOST_PORTS = 65535;
  private static final int ALL = 100;

  private final ProviderProperties properties;
  private final Map<String, ExtensionProvider> byName = new LinkedHashMap<>();

  ProviderChecks(ProviderProperties properties) {
    this.properties = properties;
    for (int at = 0; at < properties.extensionProviders().size(); at++) {
      String field = PREFIX + "extension-providers[" + at + "]";
      ExtensionProvider provider = provider(field, properties.extensionProviders().get(at));
      if (byName.putIfAbsent(provider.name(), provider) != null) {
        throw new InvalidConfigException(
            field + ".name", provider.name(), "a name that no other provider has");
      }
    }
  }

  private static ExtensionProvider provider(String field, ProviderProperties.Provider from) {
    String name = required(field + ".name", from.name());
    List<ExtensionProvider> kinds = new ArrayList<>();
    var http = from.envoyHttpAls();
    if (http != null) {
      Target to = target(field + ".envoy-http-als", http.service(), http.port());
      kinds.add(new ExtensionProvider.HttpAls(name, to, http.logName()));
    }
    var tcp = from.envoyTcpAls();
    if (tcp != null) {
      Target to = target(field + ".envoy-tcp-als", tcp.service(), tcp.port());
      kinds.add(new ExtensionProvider.TcpAls(name, to, tcp.logName()));
    }
    var zipkin = from.zipkin();
    if (zipkin != null) {
      Target to = target(field + ".zipkin", zipkin.service(), zipkin.port());
      kinds.add(new ExtensionProvider.Zipkin(name, to));
    }
    if (kinds.size() != 1) {
      throw new InvalidConfigException(
          field, name, "exactly one of envoy-http-als, envoy-tcp-als and zipkin");
    }
    return kinds.getFirst();
  }

  TelemetrySettings telemetry() {
    double sampling = properties.tracingSampling();
    if (!(sampling >= 0 && sampling <= ALL)) {
      throw new InvalidConfigException(PREFIX + "tracing-sampling", sampling, "0.0..100.0");
    }
    List<ExtensionProvider> logs = new ArrayList<>();
    String field = PREFIX + "default-providers.access-logging";
    for (String name : properties.defaultProviders().accessLogging()) {
      ExtensionProvider provider = named(field, name);
      if (provider instanceof ExtensionProvider.Zipkin) {
        throw new InvalidConfigException(field, name, "a provider that takes access logs");
      }
      logs.add(provider);
    }
    return new TelemetrySettings(logs, tracing(), sampling);
  }

  private ExtensionProvider.@Nullable Zipkin tracing() {
    List<String> names = properties.defaultProviders().tracing();
    String field = PREFIX + "default-providers.tracing";
    if (names.isEmpty()) {
      return null;
    }
    if (names.size() > 1) {
      throw new InvalidConfigException(field, names, "at most one provider");
    }
    ExtensionProvider provider = named(field, names.getFirst());
    if (provider instanceof ExtensionProvider.Zipkin zipkin) {
      return zipkin;
    }
    throw new InvalidConfigException(field, names.getFirst(), "a provider that takes traces");
  }

  private ExtensionProvider named(String field, String name) {
    ExtensionProvider provider = byName.get(name);
    if (provider == null) {
      throw new InvalidConfigException(
          field, name, "a name among extension-providers: " + byName.keySet());
    }
    return provider;
  }

  @Nullable RateLimitSettings rateLimit() {
    ProviderProperties.RateLimit from = properties.rateLimit();
    if (from == null) {
      return null;
    }
    String field = PREFIX + "rate-limit";
    List<List<Entry>> descriptors = new ArrayList<>();
    for (int at = 0; at < from.descriptors().size(); at++) {
      descriptors.add(descriptor(field + ".descriptors[" + at + "]", from.descriptors().get(at)));
    }
    if (descriptors.isEmpty()) {
      throw new InvalidConfigException(
          field + ".descriptors", "[]", "at least one; without, the service is never asked");
    }
    if (from.timeout().isNegative() || from.timeout().isZero()) {
      throw new InvalidConfigException(field + ".timeout", from.timeout(), "> 0");
    }
    return new RateLimitSettings(
        target(field, from.service(), from.port()),
        required(field + ".domain", from.domain()),
        from.timeout(),
        from.failureModeDeny(),
        descriptors);
  }

  private static List<Entry> descriptor(String field, String text) {
    List<Entry> entries = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      entries.add(entry(field, word.strip()));
    }
    return entries;
  }

  private static Entry entry(String field, String word) {
    int colon = word.indexOf(':');
    String name = colon < 0 ? word : word.substring(0, colon);
    String value = colon < 0 ? "" : word.substring(colon + 1).strip();
    for (What what : What.values()) {
      boolean wantsValue = what == What.REQUEST_HEADERS || what == What.GENERIC_KEY;
      if (what.name().toLowerCase(Locale.ROOT).equals(name) && wantsValue == !value.isEmpty()) {
        return new Entry(what, value);
      }
    }
    throw new InvalidConfigException(field, word, ENTRIES);
  }

  private static Target target(String field, @Nullable String service, int port) {
    if (port < 1 || port > MOST_PORTS) {
      throw new InvalidConfigException(field + ".port", port, "1..65535");
    }
    return new Target(required(field + ".service", service), port);
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidConfigException(field, value, "a text that is not empty");
    }
    return value;
  }
}
