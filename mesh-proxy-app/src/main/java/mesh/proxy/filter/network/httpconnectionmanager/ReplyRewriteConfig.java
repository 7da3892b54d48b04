package mesh.proxy.filter.network.httpconnectionmanager;

import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.rule.RuleConfig;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.format.FormatConfig;
import mesh.proxy.mutation.MutationConfig;
import org.jspecify.annotations.Nullable;

/** Reads {@code local_reply_config}. */
final class ReplyRewriteConfig {

  static final Supported SUPPORTED =
      Supported.all(LocalReplyConfig.getDefaultInstance())
          .and(
              Supported.all(ResponseMapper.getDefaultInstance()),
              RuleConfig.SUPPORTED,
              DataSourceConfig.SUPPORTED,
              FormatConfig.SUPPORTED,
              MutationConfig.SUPPORTED);

  private final RuleConfig rules;

  ReplyRewriteConfig(RuleConfig rules) {
    this.rules = rules;
  }

  ReplyRewrite parse(LocalReplyConfig proto) {
    List<ReplyRewrite.Mapper> mappers = new ArrayList<>();
    for (int at = 0; at < proto.getMappersCount(); at++) {
      ResponseMapper mapper = proto.getMappers(at);
      mappers.add(ProtoValue.under("mappers[" + at + "]", () -> parse(mapper)));
    }
    FormatConfig format =
        proto.hasBodyFormat()
            ? ProtoValue.under("body_format", () -> FormatConfig.parse(proto.getBodyFormat()))
            : null;
    return new ReplyRewrite(mappers, format);
  }

  private ReplyRewrite.Mapper parse(ResponseMapper proto) {
    if (!proto.hasFilter()) {
      throw new InvalidConfigException("filter", null, "which replies are concerned");
    }
    return new ReplyRewrite.Mapper(
        ProtoValue.under("filter", () -> rules.parse(proto.getFilter())),
        proto.hasStatusCode() ? status(proto.getStatusCode().getValue()) : 0,
        body(proto),
        proto.hasBodyFormatOverride()
            ? ProtoValue.under(
                "body_format_override", () -> FormatConfig.parse(proto.getBodyFormatOverride()))
            : null,
        MutationConfig.parse("headers", proto.getHeadersToAddList(), List.of()));
  }

  private static int status(int code) {
    if (code < 200 || code > 599) {
      throw new InvalidConfigException("status_code", code, "200 to 599");
    }
    return code;
  }

  private static @Nullable String body(ResponseMapper proto) {
    DataSourceConfig source = proto.hasBody() ? DataSourceConfig.parse(proto.getBody()) : null;
    return source == null ? null : source.readText("body");
  }
}
