package mesh.proxy.config.read;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ConfigWarning;

/** Knows where in its document a path is written down. Looks only when asked. */
@FunctionalInterface
public interface Places {

  /**
   * Looks paths up, all in one go.
   *
   * @return {@code proxy.yaml:17} by path; a path that cannot be found is missing
   */
  Map<String, String> of(Collection<String> paths);

  /** The same faults, each with its place. */
  default InvalidConfigException locate(InvalidConfigException fault) {
    List<InvalidConfigException> faults = fault.faults();
    Map<String, String> places = of(faults.stream().map(InvalidConfigException::field).toList());
    return InvalidConfigException.of(
        faults.stream()
            .map(one -> places.containsKey(one.field()) ? one.at(places.get(one.field())) : one)
            .toList());
  }

  /** The same warnings, each with its place. */
  default List<ConfigWarning> locate(List<ConfigWarning> warnings) {
    if (warnings.isEmpty()) {
      return warnings;
    }
    Map<String, String> places = of(warnings.stream().map(ConfigWarning::path).toList());
    return warnings.stream().map(one -> one.at(places.getOrDefault(one.path(), ""))).toList();
  }
}
