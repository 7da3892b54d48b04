package mesh.proxy.listener;

import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.List;
import java.util.function.IntPredicate;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Reads when a listener filter is left out. */
final class ListenerFilterConfig {

  static final Supported SUPPORTED =
      Supported.of(ListenerFilter.getDefaultInstance())
          .fields("name", "typed_config", "filter_disabled")
          .and(
              Supported.all(ListenerFilterChainMatchPredicate.getDefaultInstance()),
              Supported.all(MatchSet.getDefaultInstance()),
              Supported.all(Int32Range.getDefaultInstance()));

  private ListenerFilterConfig() {}

  /** Says of a destination port that connections to it skip the filter. */
  static IntPredicate disabled(ListenerFilter proto) {
    return proto.hasFilterDisabled()
        ? ProtoValue.under("filter_disabled", () -> predicate(proto.getFilterDisabled()))
        : port -> false;
  }

  private static IntPredicate predicate(ListenerFilterChainMatchPredicate proto) {
    return switch (proto.getRuleCase()) {
      case OR_MATCH ->
          all(proto.getOrMatch().getRulesList()).stream().reduce(port -> false, IntPredicate::or);
      case AND_MATCH ->
          all(proto.getAndMatch().getRulesList()).stream().reduce(port -> true, IntPredicate::and);
      case NOT_MATCH -> predicate(proto.getNotMatch()).negate();
      case ANY_MATCH -> port -> true;
      case DESTINATION_PORT_RANGE -> {
        int start = proto.getDestinationPortRange().getStart();
        int end = proto.getDestinationPortRange().getEnd(); // exclusive
        yield port -> port >= start && port < end;
      }
      case RULE_NOT_SET ->
          throw new InvalidConfigException(
              "rule", null, "or_match, and_match, not_match, any_match or destination_port_range");
    };
  }

  private static List<IntPredicate> all(List<ListenerFilterChainMatchPredicate> protos) {
    return protos.stream().map(ListenerFilterConfig::predicate).toList();
  }
}
