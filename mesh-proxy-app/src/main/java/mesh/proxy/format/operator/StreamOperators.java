package mesh.proxy.format.operator;

import java.util.Map;
import java.util.function.Function;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Protocol;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print what became of a stream. */
final class StreamOperators {

  private static final String NO_FLAG = "-";

  private StreamOperators() {}

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    addBytes(all);
    Values.text(all, "PROTOCOL", info -> isTcp(info) ? null : info.protocol.text());
    Values.text(all, "UPSTREAM_PROTOCOL", info -> text(info.upstreamProtocol));
    Values.number(all, "RESPONSE_CODE", info -> info.responseCode);
    all.put("RESPONSE_CODE_DETAILS", StreamOperators::responseCodeDetails);
    Values.text(
        all,
        "CONNECTION_TERMINATION_DETAILS",
        info -> Values.orNull(info.connection.terminationDetails()));
    Values.add(all, "RESPONSE_FLAGS", (info, to) -> flags(info, to, ResponseFlag::code));
    Values.add(all, "RESPONSE_FLAGS_LONG", (info, to) -> flags(info, to, ResponseFlag::longName));
    Values.text(all, "ROUTE_NAME", info -> Values.orNull(info.routeName));
    Values.text(all, "VIRTUAL_CLUSTER_NAME", info -> Values.orNull(info.virtualClusterName));
    Values.text(all, "UPSTREAM_CLUSTER", info -> Values.orNull(info.upstreamClusterStatName));
    Values.text(all, "UPSTREAM_CLUSTER_RAW", info -> Values.orNull(info.upstreamClusterName));
    Values.number(all, "UPSTREAM_REQUEST_ATTEMPT_COUNT", info -> info.attemptCount);
    Values.text(
        all,
        "UPSTREAM_TRANSPORT_FAILURE_REASON",
        info -> Values.orNull(info.upstreamTransportFailure.replace(' ', '_')));
    Values.text(
        all,
        "DOWNSTREAM_TRANSPORT_FAILURE_REASON",
        info -> Values.orNull(info.connection.transportFailure().replace(' ', '_')));
    Values.number(all, "CONNECTION_ID", info -> info.connection.id());
    Values.number(all, "UPSTREAM_CONNECTION_ID", info -> id(info.upstreamConnection));
    Values.text(all, "STREAM_ID", StreamId::of);
    Values.text(all, "TRACE_ID", info -> Values.orNull(info.traceId));
    Values.text(all, "SPAN_ID", info -> Values.orNull(info.spanId));
    Values.text(all, "FILTER_CHAIN_NAME", info -> Values.orNull(info.connection.filterChainName()));
    Values.text(all, "ACCESS_LOG_TYPE", info -> info.accessLogType.text());
    Values.text(all, "CUSTOM_FLAGS", info -> info.customFlags);
    all.put("LOCAL_REPLY_BODY", call -> localReplyBody(call));
  }

  private static void addBytes(Map<String, Function<OperatorCall, Operator>> all) {
    Values.number(all, "BYTES_RECEIVED", info -> info.bytesReceived);
    Values.number(all, "BYTES_SENT", info -> info.bytesSent);
    Values.number(
        all,
        "DOWNSTREAM_WIRE_BYTES_RECEIVED",
        info -> info.bytesReceived + info.requestHeaderBytes);
    Values.number(
        all, "DOWNSTREAM_WIRE_BYTES_SENT", info -> info.bytesSent + info.responseHeaderBytes);
    Values.number(all, "DOWNSTREAM_HEADER_BYTES_RECEIVED", info -> info.requestHeaderBytes);
    Values.number(all, "DOWNSTREAM_HEADER_BYTES_SENT", info -> info.responseHeaderBytes);
    Values.number(
        all, "DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED", info -> info.requestHeaderBytes);
    Values.number(
        all, "DOWNSTREAM_DECOMPRESSED_HEADER_BYTES_SENT", info -> info.responseHeaderBytes);
    Values.number(
        all,
        "UPSTREAM_WIRE_BYTES_SENT",
        info -> info.upstreamBytesSent + info.upstreamHeaderBytesSent);
    Values.number(
        all,
        "UPSTREAM_WIRE_BYTES_RECEIVED",
        info -> info.upstreamBytesReceived + info.upstreamHeaderBytesReceived);
    Values.number(all, "UPSTREAM_HEADER_BYTES_SENT", info -> info.upstreamHeaderBytesSent);
    Values.number(all, "UPSTREAM_HEADER_BYTES_RECEIVED", info -> info.upstreamHeaderBytesReceived);
    Values.number(
        all, "UPSTREAM_DECOMPRESSED_HEADER_BYTES_SENT", info -> info.upstreamHeaderBytesSent);
    Values.number(
        all,
        "UPSTREAM_DECOMPRESSED_HEADER_BYTES_RECEIVED",
        info -> info.upstreamHeaderBytesReceived);
    Values.number(all, "BYTES_RETRANSMITTED", info -> 0); // QUIC's alone, as the next
    Values.number(all, "PACKETS_RETRANSMITTED", info -> 0);
  }

  private static Operator responseCodeDetails(OperatorCall call) {
    call.requireNoLength();
    return switch (call.optional()) {
      case "" ->
          (Values.Text)
              info ->
                  info.responseCodeDetails.isEmpty()
                      ? null
                      : info.responseCodeDetails.replace(' ', '_');
      case "ALLOW_WHITESPACES" -> (Values.Text) info -> Values.orNull(info.responseCodeDetails);
      default -> throw call.wrong("(ALLOW_WHITESPACES) or no argument");
    };
  }

  private static Operator localReplyBody(OperatorCall call) {
    call.requireNoArgument();
    return (Values.Text) info -> info.localReplyBody;
  }

  private static boolean flags(
      StreamInfo info, StringBuilder to, Function<ResponseFlag, String> name) {
    if (info.flags() == 0) {
      to.append(NO_FLAG);
      return true;
    }
    for (int at = 0; at < info.flagCount(); at++) {
      if (at > 0) {
        to.append(',');
      }
      to.append(name.apply(info.flagAt(at)));
    }
    return true;
  }

  private static boolean isTcp(StreamInfo info) {
    AccessLogType type = info.accessLogType;
    return info.requestHead == null
        && (type == AccessLogType.TCP_UPSTREAM_CONNECTED
            || type == AccessLogType.TCP_PERIODIC
            || type == AccessLogType.TCP_CONNECTION_END);
  }

  private static @Nullable String text(@Nullable Protocol protocol) {
    return protocol == null ? null : protocol.text();
  }

  private static long id(@Nullable ConnectionInfo connection) {
    return connection == null ? Values.NONE : connection.id();
  }
}
