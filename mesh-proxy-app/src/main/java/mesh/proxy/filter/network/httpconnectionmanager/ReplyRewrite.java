package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.List;
import mesh.proxy.accesslog.rule.AccessLogRule;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.format.FormatConfig;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StatusCode;
import mesh.proxy.mutation.HeaderMutations;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration makes of answers that are made here. Immutable; shared by all loops.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/local_reply
 *
 * @param mappers the first that admits a reply changes it
 * @param format of bodies, unless the mapper has its own; null leaves them as they are
 */
record ReplyRewrite(List<Mapper> mappers, @Nullable FormatConfig format) {

  static final ReplyRewrite NONE = new ReplyRewrite(List.of(), null);

  private static final String PLAIN = "text/plain";

  /**
   * One change.
   *
   * @param status 0 to keep it
   * @param body null to keep it
   * @param format null for the usual one
   */
  record Mapper(
      AccessLogRule rule,
      int status,
      @Nullable String body,
      @Nullable FormatConfig format,
      HeaderMutations headers) {}

  ReplyRewrite {
    mappers = List.copyOf(mappers);
  }

  /**
   * Changes a reply.
   *
   * @param head of the response; changed as well
   */
  LocalReply apply(LocalReply reply, Headers head, StreamInfo info) {
    if (mappers.isEmpty() && format == null) {
      return reply;
    }
    info.localReplyBody = reply.body();
    info.responseHead = head;
    info.responseCode = reply.status();
    Mapper mapper = mapperOf(info);
    FormatConfig printer = format;
    if (mapper != null) {
      if (mapper.body() != null) {
        info.localReplyBody = mapper.body();
      }
      mapper.headers().apply(head, info);
      if (mapper.status() != 0) {
        info.responseCode = mapper.status();
        head.set(HeaderNames.STATUS, StatusCode.text(mapper.status()));
      }
      printer = mapper.format() == null ? format : mapper.format();
    }
    String body = info.localReplyBody;
    if (printer != null) {
      body = printer.formatter().format(info);
      if (!printer.contentType().equals(PLAIN)) {
        head.set(HeaderNames.CONTENT_TYPE, printer.contentType());
      }
    }
    info.localReplyBody = ""; // formats of bodies see it, access logs do not
    return new LocalReply(
        info.responseCode,
        body,
        reply.details(),
        reply.flag(),
        reply.headers(),
        reply.grpcStatus());
  }

  private @Nullable Mapper mapperOf(StreamInfo info) {
    for (Mapper mapper : mappers) {
      if (mapper.rule().admits(info)) {
        return mapper;
      }
    }
    return null;
  }
}
