package mesh.proxy.filter.http.headermutation;

import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.KeyValueAppend;
import io.envoyproxy.envoy.config.core.v3.KeyValueMutation;
import io.envoyproxy.envoy.config.core.v3.KeyValuePair;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.Formatter;
import mesh.proxy.format.TextFormatter;
import mesh.proxy.match.Ascii;
import mesh.proxy.mutation.HeaderMutation.Append;
import mesh.proxy.mutation.MutationConfig;

/** Reads the mutations of a filter or a route. */
final class MutationsConfig {

  static final Supported SUPPORTED =
      Supported.all(
              io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation
                  .getDefaultInstance())
          .and(
              Supported.all(HeaderMutationPerRoute.getDefaultInstance()),
              Supported.all(
                  io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations
                      .getDefaultInstance()),
              Supported.all(HeaderMutation.getDefaultInstance()),
              Supported.all(KeyValueMutation.getDefaultInstance()),
              Supported.of(KeyValueAppend.getDefaultInstance()).fields("record", "action"),
              Supported.all(KeyValuePair.getDefaultInstance()),
              MutationConfig.SUPPORTED);

  private MutationsConfig() {}

  static Mutations parse(
      io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations proto) {
    return new Mutations(
        all("request_mutations", proto.getRequestMutationsList(), MutationsConfig::header),
        all(
            "query_parameter_mutations",
            proto.getQueryParameterMutationsList(),
            MutationsConfig::parameter),
        all("response_mutations", proto.getResponseMutationsList(), MutationsConfig::header));
  }

  private static HeaderStep header(HeaderMutation proto) {
    return switch (proto.getActionCase()) {
      case REMOVE -> new HeaderStep.Remove(removable(proto.getRemove()));
      case APPEND ->
          new HeaderStep.Put(
              ProtoValue.under("append", () -> MutationConfig.parse(proto.getAppend())));
      case ACTION_NOT_SET -> throw new InvalidConfigException("action", null, "remove or append");
    };
  }

  private static String removable(String name) {
    String lower = Ascii.lower(name);
    if (lower.startsWith(":") || lower.equals("host")) {
      throw new InvalidConfigException(
          "remove", name, "neither host nor a name that starts with a colon");
    }
    return lower;
  }

  private static QueryStep parameter(KeyValueMutation proto) {
    String removed = proto.getRemove();
    if (proto.hasAppend() != removed.isEmpty()) {
      throw new InvalidConfigException(
          "", proto.hasAppend() ? "both" : "neither", "one of append and remove");
    }
    return removed.isEmpty()
        ? ProtoValue.under("append", () -> put(proto.getAppend()))
        : new QueryStep.Remove(removed);
  }

  private static QueryStep put(KeyValueAppend proto) {
    KeyValuePair pair = proto.getRecord();
    if (pair.getKey().isEmpty()) {
      throw new InvalidConfigException("record.key", "", "the name of a parameter");
    }
    if (!pair.getValue().hasStringValue()) {
      throw new InvalidConfigException("record.value", pair.getValue().getKindCase(), "a string");
    }
    Formatter value =
        TextFormatter.of(
            "record.value", pair.getValue().getStringValue(), TextFormatter.Missing.NOTHING);
    return new QueryStep.Put(pair.getKey(), value, action(proto));
  }

  private static Append action(KeyValueAppend proto) {
    return switch (proto.getAction()) {
      case APPEND_IF_EXISTS_OR_ADD -> Append.APPEND_IF_EXISTS_OR_ADD;
      case ADD_IF_ABSENT -> Append.ADD_IF_ABSENT;
      case OVERWRITE_IF_EXISTS_OR_ADD -> Append.OVERWRITE_IF_EXISTS_OR_ADD;
      case OVERWRITE_IF_EXISTS -> Append.OVERWRITE_IF_EXISTS;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "action", proto.getActionValue(), "a value of KeyValueAppendAction");
    };
  }

  private static <P, S> List<S> all(String field, List<P> protos, Function<P, S> reader) {
    var steps = new ArrayList<S>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      P proto = protos.get(at);
      steps.add(ProtoValue.under(field + "[" + at + "]", () -> reader.apply(proto)));
    }
    return steps;
  }
}
