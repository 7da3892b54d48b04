package mesh.proxy.cluster.outlier;

import java.util.Locale;

/** The numbers that the runtime may replace, by name. */
enum Setting {
  CONSECUTIVE_5XX(5),
  CONSECUTIVE_GATEWAY_FAILURE(5),
  CONSECUTIVE_LOCAL_ORIGIN_FAILURE(5),
  INTERVAL_MS(10_000),
  BASE_EJECTION_TIME_MS(30_000),
  MAX_EJECTION_TIME_MS(300_000),
  MAX_EJECTION_TIME_JITTER_MS(0),
  MAX_EJECTION_PERCENT(10),
  SUCCESS_RATE_MINIMUM_HOSTS(5),
  SUCCESS_RATE_REQUEST_VOLUME(100),
  SUCCESS_RATE_STDEV_FACTOR(1900),
  FAILURE_PERCENTAGE_THRESHOLD(85),
  FAILURE_PERCENTAGE_MINIMUM_HOSTS(5),
  FAILURE_PERCENTAGE_REQUEST_VOLUME(50),
  ENFORCING_CONSECUTIVE_5XX(100),
  ENFORCING_CONSECUTIVE_GATEWAY_FAILURE(0),
  ENFORCING_CONSECUTIVE_LOCAL_ORIGIN_FAILURE(100),
  ENFORCING_SUCCESS_RATE(100),
  ENFORCING_LOCAL_ORIGIN_SUCCESS_RATE(100),
  ENFORCING_FAILURE_PERCENTAGE(0),
  ENFORCING_FAILURE_PERCENTAGE_LOCAL_ORIGIN(0);

  private final String field = name().toLowerCase(Locale.ROOT);
  private final String key = "outlier_detection." + field;
  private final long usual;

  Setting(long usual) {
    this.usual = usual;
  }

  /** The name in the configuration; times end in {@code _ms} here alone. */
  String field() {
    return field.endsWith("_ms") ? field.substring(0, field.length() - 3) : field;
  }

  /** The runtime key. */
  String key() {
    return key;
  }

  /** Envoy's default. */
  long usual() {
    return usual;
  }
}
