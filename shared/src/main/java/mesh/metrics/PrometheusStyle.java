package mesh.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;
import java.util.Set;

/**
 * Makes meters what {@code promtool check metrics} asks for: <a
 * href="https://prometheus.io/docs/practices/naming/">base units, and no suffix that means
 * something else</a>, and a help text for each. Immutable.
 */
public final class PrometheusStyle implements MeterFilter {

  // Of the JDK, in nano- and milliseconds; process.cpu.usage and process.uptime say as much.
  private static final Set<String> WITHOUT_BASE_UNIT =
      Set.of("process.cpu.time", "jvm.compilation.time");
  private static final Map<String, String> RENAMED = Map.of("system.cpu.count", "system.cpu.cores");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return WITHOUT_BASE_UNIT.contains(id.getName())
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String name = RENAMED.getOrDefault(id.getName(), id.getName());
    String description = id.getDescription();
    return new Meter.Id(
        name,
        Tags.of(id.getTagsAsIterable()),
        id.getBaseUnit(),
        description == null || description.isBlank() ? name.replace('.', ' ') : description,
        id.getType());
  }
}
