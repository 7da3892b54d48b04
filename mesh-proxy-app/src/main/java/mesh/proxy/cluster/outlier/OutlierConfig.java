package mesh.proxy.cluster.outlier;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.runtime.Runtime;

/**
 * When hosts are ejected, and for how long. Immutable.
 *
 * @param settings those that are not Envoy's defaults
 * @param splitsOrigin true if errors of our own side are counted apart
 * @param unejectsOnCheck true if an active health check that passes ends an ejection
 * @param alwaysEjectsOne true if the limit of ejected hosts never forbids the first
 */
public record OutlierConfig(
    Map<String, Long> settings,
    boolean splitsOrigin,
    boolean unejectsOnCheck,
    boolean alwaysEjectsOne) {

  private static final String SPLIT = "split_external_local_origin_errors";
  private static final String UNEJECT = "successful_active_health_check_uneject_host";
  private static final String ONE = "always_eject_one_host";

  /** The fields of {@code OutlierDetection} that are honoured. */
  public static final Supported SUPPORTED = supported();

  private static final Set<Setting> PERCENTAGES =
      Set.of(
          Setting.MAX_EJECTION_PERCENT,
          Setting.FAILURE_PERCENTAGE_THRESHOLD,
          Setting.ENFORCING_CONSECUTIVE_5XX,
          Setting.ENFORCING_CONSECUTIVE_GATEWAY_FAILURE,
          Setting.ENFORCING_CONSECUTIVE_LOCAL_ORIGIN_FAILURE,
          Setting.ENFORCING_SUCCESS_RATE,
          Setting.ENFORCING_LOCAL_ORIGIN_SUCCESS_RATE,
          Setting.ENFORCING_FAILURE_PERCENTAGE,
          Setting.ENFORCING_FAILURE_PERCENTAGE_LOCAL_ORIGIN);
  private static final int MOST_PERCENT = 100;

  public OutlierConfig {
    settings = Map.copyOf(settings);
  }

  /** Reads what a cluster says; the fields of the message are named as the settings are. */
  public static OutlierConfig parse(OutlierDetection proto) {
    Map<Setting, Long> read = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      var field = OutlierDetection.getDescriptor().findFieldByName(setting.field());
      if (proto.hasField(field)) {
        read.put(setting, value(setting, proto.getField(field)));
      }
    }
    long base = orUsual(read, Setting.BASE_EJECTION_TIME_MS);
    long most =
        read.getOrDefault(
            Setting.MAX_EJECTION_TIME_MS, Math.max(base, Setting.MAX_EJECTION_TIME_MS.usual()));
    if (most < base) {
      throw new InvalidConfigException(
          "max_ejection_time", most + "ms", "at least base_ejection_time, " + base + "ms");
    }
    read.put(Setting.MAX_EJECTION_TIME_MS, most);
    Map<String, Long> settings = new java.util.HashMap<>();
    read.forEach((setting, value) -> settings.put(setting.key(), value));
    return new OutlierConfig(
        settings,
        proto.getSplitExternalLocalOriginErrors(),
        !proto.hasSuccessfulActiveHealthCheckUnejectHost()
            || proto.getSuccessfulActiveHealthCheckUnejectHost().getValue(),
        proto.getAlwaysEjectOneHost().getValue());
  }

  /** The number as it is now. */
  long get(Setting setting, Runtime runtime) {
    Long configured = settings.get(setting.key());
    return runtime.integer(setting.key(), configured == null ? setting.usual() : configured);
  }

  private static long value(Setting setting, Object value) {
    return switch (value) {
      case UInt32Value number -> number(setting, Integer.toUnsignedLong(number.getValue()));
      case Duration time -> millis(setting, time);
      default -> throw new IllegalStateException(setting + " holds " + value.getClass());
    };
  }

  private static long number(Setting setting, long value) {
    if (PERCENTAGES.contains(setting) && value > MOST_PERCENT) {
      throw new InvalidConfigException(setting.field(), value, "0.." + MOST_PERCENT);
    }
    return value;
  }

  private static long millis(Setting setting, Duration time) {
    long millis = ProtoValue.duration(time).toMillis();
    long least = setting == Setting.MAX_EJECTION_TIME_JITTER_MS ? 0 : 1;
    if (millis < least) {
      throw new InvalidConfigException(
          setting.field(), ProtoValue.duration(time), ">= " + least + "ms");
    }
    return millis;
  }

  private static long orUsual(Map<Setting, Long> read, Setting setting) {
    return read.getOrDefault(setting, setting.usual());
  }

  private static Supported supported() {
    Supported supported =
        Supported.of(OutlierDetection.getDefaultInstance()).fields(SPLIT, UNEJECT, ONE);
    for (Setting setting : Setting.values()) {
      supported = supported.fields(setting.field());
    }
    return supported;
  }
}
