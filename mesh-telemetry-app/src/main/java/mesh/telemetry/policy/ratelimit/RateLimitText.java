package mesh.telemetry.policy.ratelimit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.telemetry.policy.ratelimit.Descriptor.Flag;
import mesh.telemetry.policy.ratelimit.Limit.Mode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads files of envoyproxy/ratelimit, each of which is one domain. Confined to one thread.
 *
 * <p>Stricter than the original, which takes every field everywhere: a field that would have no
 * effect where it stands is refused.
 */
final class RateLimitText {

  private static final Set<String> ROOT = ordered("domain", "descriptors");
  private static final Set<String> DESCRIPTOR =
      ordered(
          "key",
          "value",
          "rate_limit",
          "descriptors",
          "shadow_mode",
          "quota_mode",
          "detailed_metric",
          "value_to_metric",
          "share_threshold");
  private static final Set<String> LIMIT =
      ordered("unit", "requests_per_unit", "unlimited", "name", "replaces");

  private final List<InvalidConfigException> faults = new ArrayList<>();
  private final Map<String, Descriptor.Children> byDomain = new LinkedHashMap<>();
  private final Map<String, String> fileOfDomain = new LinkedHashMap<>();

  /** Reads one more file. */
  void add(String file, String text) {
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setAllowDuplicateKeys(true) // told with the others
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        faults.add(new InvalidConfigException("domain", null, "the name of a domain").at(file));
        return;
      }
      domain(new YamlValue(file, "", documents.next(), faults));
      if (documents.hasNext()) {
        new YamlValue(file, "", documents.next(), faults)
            .fault("a second document", "one document in a file");
      }
    } catch (YamlEngineException e) {
      faults.add(broken(file, e));
    }
  }

  /**
   * What was read.
   *
   * @throws InvalidConfigException with all faults, if there are any
   */
  RateLimitRules rules() {
    if (!faults.isEmpty()) {
      throw InvalidConfigException.of(faults);
    }
    return new RateLimitRules(byDomain);
  }

  private static InvalidConfigException broken(String file, YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      return new InvalidConfigException("", marked.getProblem(), "YAML")
          .at(file + ":" + (marked.getProblemMark().get().getLine() + 1));
    }
    return new InvalidConfigException("", e.getMessage(), "YAML").at(file);
  }

  private void domain(YamlValue root) {
    Map<String, YamlValue> fields = root.object(ROOT);
    YamlValue domain = fields.get("domain");
    String name = text(domain);
    if (domain == null || name.isEmpty()) {
      root.missing("domain", "the name of a domain");
    } else if (fileOfDomain.putIfAbsent(name, root.file()) != null) {
      domain.fault(name, "a domain that " + fileOfDomain.get(name) + " does not have");
    }
    byDomain.put(name, children(fields.get("descriptors")));
  }

  private Descriptor.Children children(@Nullable YamlValue list) {
    if (list == null) {
      return Descriptor.Children.NONE;
    }
    Set<List<String>> seen = new HashSet<>();
    List<Descriptor> descriptors = new ArrayList<>();
    for (YamlValue one : list.list()) {
      Descriptor read = descriptor(one);
      if (!seen.add(List.of(read.key(), read.value()))) {
        one.fault(
            read.value().isEmpty() ? read.key() : read.key() + ", " + read.value(),
            "each key and value once in a list");
      }
      descriptors.add(read);
    }
    return new Descriptor.Children(descriptors);
  }

  private Descriptor descriptor(YamlValue one) {
    Map<String, YamlValue> fields = one.object(DESCRIPTOR);
    String key = text(fields.get("key"));
    if (key.isEmpty()) {
      one.missing("key", "a key");
    }
    String value = text(fields.get("value"));
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    addIf(flags, Flag.DETAILED_METRIC, fields.get("detailed_metric"));
    addIf(flags, Flag.VALUE_TO_METRIC, fields.get("value_to_metric"));
    addIf(flags, Flag.SHARE_THRESHOLD, fields.get("share_threshold"));
    YamlValue shared = fields.get("share_threshold");
    if (shared != null && shared.text().equals("true") && !Wildcard.isWildcard(value)) {
      shared.fault("true", "a value with * in it beside it");
    }
    Mode mode = mode(fields);
    YamlValue limit = fields.get("rate_limit");
    if (limit == null) {
      for (String useless : List.of("shadow_mode", "quota_mode", "detailed_metric")) {
        YamlValue flag = fields.get(useless);
        if (flag != null && flag.text().equals("true")) {
          flag.fault("true", "a rate_limit beside it");
        }
      }
    }
    return new Descriptor(
        key,
        value,
        limit == null ? null : limit(limit, mode),
        flags,
        children(fields.get("descriptors")));
  }

  private static void addIf(Set<Flag> flags, Flag flag, @Nullable YamlValue value) {
    if (value != null && value.flag()) {
      flags.add(flag);
    }
  }

  private static Mode mode(Map<String, YamlValue> fields) {
    YamlValue shadow = fields.get("shadow_mode");
    YamlValue quota = fields.get("quota_mode");
    boolean isShadow = shadow != null && shadow.flag();
    if (quota == null || !quota.flag()) {
      return isShadow ? Mode.SHADOW : Mode.ENFORCED;
    }
    if (isShadow) {
      quota.fault("true", "not both of shadow_mode and quota_mode");
    }
    return Mode.QUOTA;
  }

  private static Limit limit(YamlValue limit, Mode mode) {
    Map<String, YamlValue> fields = limit.object(LIMIT);
    String name = text(fields.get("name"));
    List<String> replaces = replaces(fields.get("replaces"), name);
    YamlValue unit = fields.get("unit");
    YamlValue requests = fields.get("requests_per_unit");
    YamlValue unlimited = fields.get("unlimited");
    if (unlimited != null && unlimited.flag()) {
      refuseBesideUnlimited(unit);
      refuseBesideUnlimited(requests);
      return Limit.unlimited(name, replaces);
    }
    if (requests == null) {
      limit.missing("requests_per_unit", "0..4294967295, or unlimited: true");
    }
    long number = requests == null ? 0 : requests.number();
    return new Limit(number, unit(limit, unit), name, replaces, mode);
  }

  private static void refuseBesideUnlimited(@Nullable YamlValue value) {
    if (value != null) {
      value.fault(value.shown(), "nothing beside unlimited");
    }
  }

  private static String text(@Nullable YamlValue value) {
    return value == null ? "" : value.text();
  }

  private static LimitUnit unit(YamlValue limit, @Nullable YamlValue value) {
    if (value == null) {
      limit.missing("unit", LimitUnit.names());
      return LimitUnit.SECOND;
    }
    LimitUnit unit = LimitUnit.named(value.text());
    if (unit == null) {
      value.fault(value.shown(), LimitUnit.names());
      return LimitUnit.SECOND;
    }
    return unit;
  }

  private static List<String> replaces(@Nullable YamlValue list, String own) {
    if (list == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (YamlValue one : list.list()) {
      YamlValue name = one.object(Set.of("name")).get("name");
      if (name == null || name.text().isEmpty()) {
        one.missing("name", "the name of another limit");
      } else if (name.text().equals(own)) {
        name.fault(own, "the name of another limit");
      } else {
        names.add(name.text());
      }
    }
    return List.copyOf(names);
  }

  private static Set<String> ordered(String... names) {
    return new LinkedHashSet<>(List.of(names));
  }
}
