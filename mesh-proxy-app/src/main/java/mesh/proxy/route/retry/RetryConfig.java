package mesh.proxy.route.retry;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.ResetHeaderFormat;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryPriority;
import io.envoyproxy.envoy.extensions.retry.host.omit_canary_hosts.v3.OmitCanaryHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.host.omit_host_metadata.v3.OmitHostMetadataConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.route.forward.Millis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads retry policies. */
public final class RetryConfig {

  private static final Logger log = LoggerFactory.getLogger(RetryConfig.class);

  public static final Supported SUPPORTED =
      Supported.of(io.envoyproxy.envoy.config.route.v3.RetryPolicy.getDefaultInstance())
          .fields(
              "retry_on",
              "num_retries",
              "per_try_timeout",
              "per_try_idle_timeout",
              "retry_priority",
              "retry_host_predicate",
              "host_selection_retry_max_attempts",
              "retriable_status_codes",
              "retry_back_off",
              "rate_limited_retry_back_off",
              "retriable_headers",
              "retriable_request_headers")
          .and(
              Supported.all(RetryPriority.getDefaultInstance()),
              Supported.all(RetryHostPredicate.getDefaultInstance()),
              Supported.all(RetryBackOff.getDefaultInstance()),
              Supported.all(RateLimitedRetryBackOff.getDefaultInstance()),
              Supported.all(
                  io.envoyproxy.envoy.config.route.v3.RetryPolicy.ResetHeader.getDefaultInstance()),
              HeaderMatchConfig.SUPPORTED);

  private static final String PREVIOUS_HOSTS = "envoy.retry_host_predicates.previous_hosts";
  private static final String OMIT_CANARY_HOSTS = "envoy.retry_host_predicates.omit_canary_hosts";
  private static final long USUAL_RESET_MAX_MILLIS = 300_000;

  private RetryConfig() {}

  public static RetryPolicy parse(io.envoyproxy.envoy.config.route.v3.RetryPolicy proto) {
    return new RetryPolicy(
        conditions(proto.getRetryOn()),
        retries(proto),
        proto.hasPerTryTimeout() ? Millis.of("per_try_timeout", proto.getPerTryTimeout()) : 0,
        proto.hasPerTryIdleTimeout()
            ? Millis.of("per_try_idle_timeout", proto.getPerTryIdleTimeout())
            : 0,
        statusCodes(proto.getRetriableStatusCodesList()),
        HeaderMatchConfig.parse("retriable_headers", proto.getRetriableHeadersList()),
        HeaderMatchConfig.parse(
            "retriable_request_headers", proto.getRetriableRequestHeadersList()),
        proto.hasRetryBackOff()
            ? ProtoValue.under("retry_back_off", () -> backOff(proto.getRetryBackOff()))
            : BackOff.USUAL,
        proto.hasRateLimitedRetryBackOff() ? rateLimited(proto.getRateLimitedRetryBackOff()) : null,
        hostSelection(proto));
  }

  private static long conditions(String words) {
    long bits = 0;
    for (String each : words.split(",", -1)) {
      String word = each.trim();
      RetryOn condition = RetryOn.of(word);
      if (condition != null) {
        bits |= condition.bit();
      } else if (!word.isEmpty()) { // Envoy overlooks it, perhaps for the sake of newer words
        log.atWarn()
            .addKeyValue("retry_on", words)
            .addKeyValue("unknown", word)
            .addKeyValue("known", RetryOn.words())
            .log("Unknown word in retry_on is ignored");
      }
    }
    return bits;
  }

  private static int retries(io.envoyproxy.envoy.config.route.v3.RetryPolicy proto) {
    UInt32Value configured = proto.getNumRetries();
    long retries = proto.hasNumRetries() ? Integer.toUnsignedLong(configured.getValue()) : 1;
    return (int) Math.min(retries, Integer.MAX_VALUE - 1); // plus the first attempt it must fit
  }

  private static Set<Integer> statusCodes(List<Integer> codes) {
    var all = new HashSet<Integer>();
    for (int at = 0; at < codes.size(); at++) {
      int code = codes.get(at);
      if (code < 100 || code > 599) {
        throw new InvalidConfigException("retriable_status_codes[" + at + "]", code, "100 to 599");
      }
      all.add(code);
    }
    return all;
  }

  private static BackOff backOff(RetryBackOff proto) {
    if (!proto.hasBaseInterval()) {
      throw new InvalidConfigException("base_interval", null, "a duration above 0s");
    }
    long base = Millis.atLeastOne("base_interval", proto.getBaseInterval());
    if (!proto.hasMaxInterval()) {
      return new BackOff(base, 0);
    }
    long max = Millis.atLeastOne("max_interval", proto.getMaxInterval());
    if (max < base) {
      throw new InvalidConfigException(
          "max_interval", max + "ms", "at least the base_interval of " + base + "ms");
    }
    return new BackOff(base, max);
  }

  private static RateLimitedBackOff rateLimited(RateLimitedRetryBackOff proto) {
    if (proto.getResetHeadersCount() == 0) {
      throw new InvalidConfigException(
          "rate_limited_retry_back_off.reset_headers", "[]", "at least one header field");
    }
    return new RateLimitedBackOff(
        proto.getResetHeadersList().stream()
            .map(
                header ->
                    new RateLimitedBackOff.ResetHeader(
                        Ascii.lower(header.getName()),
                        header.getFormat() == ResetHeaderFormat.UNIX_TIMESTAMP))
            .toList(),
        proto.hasMaxInterval()
            ? Millis.atLeastOne("rate_limited_retry_back_off.max_interval", proto.getMaxInterval())
            : USUAL_RESET_MAX_MILLIS);
  }

  private static HostSelection hostSelection(
      io.envoyproxy.envoy.config.route.v3.RetryPolicy proto) {
    boolean previous = false;
    boolean canaries = false;
    var metadata = new ArrayList<Map<String, Object>>();
    for (int at = 0; at < proto.getRetryHostPredicateCount(); at++) {
      RetryHostPredicate predicate = proto.getRetryHostPredicate(at);
      String field = "retry_host_predicate[" + at + "]";
      if (is(predicate, PreviousHostsPredicate.getDefaultInstance(), PREVIOUS_HOSTS)) {
        previous = true;
      } else if (is(predicate, OmitCanaryHostsPredicate.getDefaultInstance(), OMIT_CANARY_HOSTS)) {
        canaries = true;
      } else if (predicate.getTypedConfig().is(OmitHostMetadataConfig.class)) {
        metadata.add(
            labels(
                unpack(field, predicate.getTypedConfig(), OmitHostMetadataConfig.class)
                    .getMetadataMatch()));
      } else {
        throw new InvalidConfigException(
            field,
            predicate.getName(),
            PREVIOUS_HOSTS + ", " + OMIT_CANARY_HOSTS + " or one with OmitHostMetadataConfig");
      }
    }
    long attempts = proto.getHostSelectionRetryMaxAttempts();
    return new HostSelection(
        attempts <= 0 ? 1 : (int) Math.min(attempts, Integer.MAX_VALUE),
        previous,
        canaries,
        metadata,
        proto.hasRetryPriority() ? priorityFrequency(proto.getRetryPriority()) : 0);
  }

  private static boolean is(RetryHostPredicate predicate, Message type, String name) {
    return predicate.hasTypedConfig()
        ? predicate.getTypedConfig().is(type.getClass())
        : predicate.getName().equals(name);
  }

  private static int priorityFrequency(RetryPriority proto) {
    if (!proto.getTypedConfig().is(PreviousPrioritiesConfig.class)) {
      throw new InvalidConfigException(
          "retry_priority",
          proto.getName(),
          "envoy.retry_priorities.previous_priorities with its typed_config");
    }
    int frequency =
        unpack("retry_priority", proto.getTypedConfig(), PreviousPrioritiesConfig.class)
            .getUpdateFrequency();
    if (frequency < 1) {
      throw new InvalidConfigException(
          "retry_priority.typed_config.update_frequency", frequency, "1 or more");
    }
    return frequency;
  }

  private static Map<String, Object> labels(Metadata metadata) {
    Map<String, Object> labels = ProtoValue.metadata(metadata).get("envoy.lb");
    return labels == null ? Map.of() : labels;
  }

  private static <M extends Message> M unpack(String field, Any any, Class<M> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException(
          field + ".typed_config", any.getTypeUrl(), "a readable message: " + e.getMessage());
    }
  }
}
