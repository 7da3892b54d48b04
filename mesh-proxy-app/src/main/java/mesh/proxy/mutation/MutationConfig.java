package mesh.proxy.mutation;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.TextFormatter;
import mesh.proxy.match.Ascii;

/** Reads the header mutations of all places that have them. */
public final class MutationConfig {

  public static final Supported SUPPORTED =
      Supported.all(HeaderValueOption.getDefaultInstance())
          .and(Supported.of(HeaderValue.getDefaultInstance()).fields("key", "value"));

  private static final String HOST = "host";

  private MutationConfig() {}

  /**
   * Reads a pair of lists.
   *
   * @param prefix of the two fields: {@code request_headers} for {@code request_headers_to_add} and
   *     {@code request_headers_to_remove}
   */
  public static HeaderMutations parse(
      String prefix, List<HeaderValueOption> toAdd, List<String> toRemove) {
    if (toAdd.isEmpty() && toRemove.isEmpty()) {
      return HeaderMutations.NONE;
    }
    var removed = new ArrayList<String>(toRemove.size());
    for (int at = 0; at < toRemove.size(); at++) {
      removed.add(name(prefix + "_to_remove[" + at + "]", toRemove.get(at)));
    }
    var set = new ArrayList<HeaderMutation>(toAdd.size());
    for (int at = 0; at < toAdd.size(); at++) {
      HeaderValueOption proto = toAdd.get(at);
      set.add(ProtoValue.under(prefix + "_to_add[" + at + "]", () -> parse(proto)));
    }
    return new HeaderMutations(removed, set);
  }

  /**
   * Fields to set, where a filter has no field for those to remove.
   *
   * @param field that has the list
   * @param most that there may be
   */
  public static HeaderMutations parse(String field, List<HeaderValueOption> protos, int most) {
    if (protos.size() > most) {
      throw new InvalidConfigException(field, protos.size() + " headers", "at most " + most);
    }
    var set = new ArrayList<HeaderMutation>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      HeaderValueOption proto = protos.get(at);
      set.add(ProtoValue.under(field + "[" + at + "]", () -> parse(proto)));
    }
    return new HeaderMutations(List.of(), set);
  }

  /** One field to set. */
  public static HeaderMutation parse(HeaderValueOption proto) {
    return new HeaderMutation(
        name("header.key", proto.getHeader().getKey()),
        TextFormatter.of(
            "header.value", proto.getHeader().getValue(), TextFormatter.Missing.NOTHING),
        action(proto),
        proto.getKeepEmptyValue());
  }

  @SuppressWarnings("deprecation") // append is what most configurations have
  private static HeaderMutation.Append action(HeaderValueOption proto) {
    if (proto.hasAppend()) {
      if (proto.getAppendAction() != HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD) {
        throw new InvalidConfigException(
            "append_action", proto.getAppendAction(), "append or append_action, not both");
      }
      return proto.getAppend().getValue()
          ? HeaderMutation.Append.APPEND_IF_EXISTS_OR_ADD
          : HeaderMutation.Append.OVERWRITE_IF_EXISTS_OR_ADD;
    }
    return switch (proto.getAppendAction()) {
      case APPEND_IF_EXISTS_OR_ADD -> HeaderMutation.Append.APPEND_IF_EXISTS_OR_ADD;
      case ADD_IF_ABSENT -> HeaderMutation.Append.ADD_IF_ABSENT;
      case OVERWRITE_IF_EXISTS_OR_ADD -> HeaderMutation.Append.OVERWRITE_IF_EXISTS_OR_ADD;
      case OVERWRITE_IF_EXISTS -> HeaderMutation.Append.OVERWRITE_IF_EXISTS;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "append_action", proto.getAppendActionValue(), "a value of HeaderAppendAction");
    };
  }

  // Paths and hosts are rewritten by the route's action, which knows what else depends on them.
  private static String name(String field, String name) {
    String lower = Ascii.lower(name);
    if (lower.isEmpty() || lower.startsWith(":") || lower.equals(HOST)) {
      throw new InvalidConfigException(
          field, name, "a header field that is neither host nor starts with a colon");
    }
    return lower;
  }
}
