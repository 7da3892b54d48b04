package mesh.proxy.accesslog.rule;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.AndFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.DurationFilter;
import io.envoyproxy.envoy.config.accesslog.v3.GrpcStatusFilter;
import io.envoyproxy.envoy.config.accesslog.v3.HeaderFilter;
import io.envoyproxy.envoy.config.accesslog.v3.LogTypeFilter;
import io.envoyproxy.envoy.config.accesslog.v3.MetadataFilter;
import io.envoyproxy.envoy.config.accesslog.v3.NotHealthCheckFilter;
import io.envoyproxy.envoy.config.accesslog.v3.OrFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.RuntimeFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.accesslog.v3.TraceableFilter;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.match.ValueMatchConfig;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.RuntimeFraction;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;

/** Reads {@code filter} of an access log. Faults are named from the log. */
public final class RuleConfig {

  public static final Supported SUPPORTED =
      Supported.of(AccessLogFilter.getDefaultInstance())
          .fields(
              "status_code_filter",
              "duration_filter",
              "not_health_check_filter",
              "traceable_filter",
              "runtime_filter",
              "and_filter",
              "or_filter",
              "header_filter",
              "response_flag_filter",
              "grpc_status_filter",
              "metadata_filter",
              "log_type_filter")
          .and(
              Supported.all(StatusCodeFilter.getDefaultInstance()),
              Supported.all(DurationFilter.getDefaultInstance()),
              Supported.all(ComparisonFilter.getDefaultInstance()),
              Supported.all(RuntimeUInt32.getDefaultInstance()),
              Supported.all(NotHealthCheckFilter.getDefaultInstance()),
              Supported.all(TraceableFilter.getDefaultInstance()),
              Supported.all(RuntimeFilter.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              Supported.all(AndFilter.getDefaultInstance()),
              Supported.all(OrFilter.getDefaultInstance()),
              Supported.all(HeaderFilter.getDefaultInstance()),
              Supported.all(ResponseFlagFilter.getDefaultInstance()),
              Supported.all(GrpcStatusFilter.getDefaultInstance()),
              Supported.all(MetadataFilter.getDefaultInstance()),
              Supported.all(LogTypeFilter.getDefaultInstance()),
              HeaderMatchConfig.SUPPORTED,
              ValueMatchConfig.SUPPORTED);

  private final Runtime runtime;
  private final IntUnaryOperator randomBelow;

  /**
   * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
   */
  public RuleConfig(Runtime runtime, IntUnaryOperator randomBelow) {
    this.runtime = runtime;
    this.randomBelow = randomBelow;
  }

  public AccessLogRule parse(AccessLogFilter proto) {
    return switch (proto.getFilterSpecifierCase()) {
      case STATUS_CODE_FILTER ->
          new AccessLogRule.Status(
              comparison("status_code_filter", proto.getStatusCodeFilter().getComparison()));
      case DURATION_FILTER ->
          new AccessLogRule.Lasted(
              comparison("duration_filter", proto.getDurationFilter().getComparison()));
      case NOT_HEALTH_CHECK_FILTER -> new AccessLogRule.NotHealthCheck();
      case TRACEABLE_FILTER -> new AccessLogRule.Traceable();
      case RUNTIME_FILTER -> share(proto.getRuntimeFilter());
      case AND_FILTER ->
          new AccessLogRule.And(all("and_filter", proto.getAndFilter().getFiltersList()));
      case OR_FILTER ->
          new AccessLogRule.Or(all("or_filter", proto.getOrFilter().getFiltersList()));
      case HEADER_FILTER ->
          new AccessLogRule.Header(
              ProtoValue.under(
                  "header_filter.header",
                  () -> HeaderMatchConfig.parse(proto.getHeaderFilter().getHeader())));
      case RESPONSE_FLAG_FILTER -> flags(proto.getResponseFlagFilter());
      case GRPC_STATUS_FILTER -> grpcStatus(proto.getGrpcStatusFilter());
      case METADATA_FILTER -> metadata(proto.getMetadataFilter());
      case LOG_TYPE_FILTER -> types(proto.getLogTypeFilter());
      case EXTENSION_FILTER ->
          throw new InvalidConfigException(
              "extension_filter",
              proto.getExtensionFilter().getName(),
              "a filter that is not an extension");
      case FILTERSPECIFIER_NOT_SET ->
          throw new InvalidConfigException(
              "filter_specifier", null, "a filter, or no filter at all");
    };
  }

  private Comparison comparison(String field, ComparisonFilter proto) {
    Comparison.Operation operation =
        switch (proto.getOp()) {
          case EQ -> Comparison.Operation.EQUAL;
          case GE -> Comparison.Operation.AT_LEAST;
          case LE -> Comparison.Operation.AT_MOST;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  field + ".comparison.op", proto.getOpValue(), "EQ, GE or LE");
        };
    if (!proto.hasValue()) {
      throw new InvalidConfigException(
          field + ".comparison.value", null, "a number and a runtime key");
    }
    RuntimeUInt32 value = proto.getValue();
    return new Comparison(
        operation, Integer.toUnsignedLong(value.getDefaultValue()), value.getRuntimeKey(), runtime);
  }

  private AccessLogRule share(RuntimeFilter proto) {
    var fraction =
        new RuntimeFraction(
            proto.getRuntimeKey(),
            ProtoValue.under(
                "runtime_filter.percent_sampled",
                () -> ProtoValue.fraction(proto.getPercentSampled())));
    return new AccessLogRule.Share(
        fraction, proto.getUseIndependentRandomness(), runtime, randomBelow);
  }

  private List<AccessLogRule> all(String field, List<AccessLogFilter> protos) {
    if (protos.size() < 2) {
      throw new InvalidConfigException(field + ".filters", protos.size(), "at least two filters");
    }
    var rules = new ArrayList<AccessLogRule>();
    for (int at = 0; at < protos.size(); at++) {
      AccessLogFilter proto = protos.get(at);
      rules.add(ProtoValue.under(field + ".filters[" + at + "]", () -> parse(proto)));
    }
    return rules;
  }

  private static AccessLogRule flags(ResponseFlagFilter proto) {
    long bits = 0;
    for (int at = 0; at < proto.getFlagsCount(); at++) {
      bits |= flag(at, proto.getFlags(at)).bit();
    }
    return new AccessLogRule.Flags(bits);
  }

  private static ResponseFlag flag(int index, String code) {
    for (ResponseFlag flag : ResponseFlag.values()) {
      if (flag.code().equals(code)) {
        return flag;
      }
    }
    throw new InvalidConfigException(
        "response_flag_filter.flags[" + index + "]", code, "a response flag such as UH, UF or NR");
  }

  private static AccessLogRule grpcStatus(GrpcStatusFilter proto) {
    int statuses = 0;
    for (int at = 0; at < proto.getStatusesCount(); at++) {
      if (proto.getStatuses(at) == GrpcStatusFilter.Status.UNRECOGNIZED) {
        throw new InvalidConfigException(
            "grpc_status_filter.statuses[" + at + "]", proto.getStatusesValue(at), "0 to 16");
      }
      statuses |= 1 << proto.getStatusesValue(at);
    }
    return new AccessLogRule.GrpcStatus(statuses, proto.getExclude());
  }

  private static AccessLogRule metadata(MetadataFilter proto) {
    boolean admitsMissing =
        !proto.hasMatchIfKeyNotFound() || proto.getMatchIfKeyNotFound().getValue();
    return new AccessLogRule.Metadata(
        proto.hasMatcher()
            ? ProtoValue.under(
                "metadata_filter.matcher", () -> ValueMatchConfig.metadata(proto.getMatcher()))
            : null,
        admitsMissing);
  }

  private static AccessLogRule types(LogTypeFilter proto) {
    Set<AccessLogType> types = EnumSet.noneOf(AccessLogType.class);
    for (int at = 0; at < proto.getTypesCount(); at++) {
      int number = proto.getTypesValue(at);
      if (number < 0 || number >= AccessLogType.values().length) {
        throw new InvalidConfigException(
            "log_type_filter.types[" + at + "]", number, "a known type of entry");
      }
      types.add(AccessLogType.values()[number]); // same order as in the proto
    }
    return new AccessLogRule.Types(types, proto.getExclude());
  }
}
