package mesh.proxy.accesslog.grpc;

import java.net.SocketAddress;
import java.util.List;
import mesh.proxy.format.operator.StreamId;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.protobuf.AddressField;
import mesh.proxy.protobuf.MapEntry;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.protobuf.StructField;
import mesh.proxy.protobuf.TimeField;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.tag.CustomTag;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code envoy.data.accesslog.v3.AccessLogCommon}: what requests and connections share.
 * Immutable.
 *
 * @param tags {@code custom_tags}
 */
record SharedProperties(List<CustomTag> tags) {

  static final int FIELD = 1; // of both kinds of entries

  private static final int DOWNSTREAM_REMOTE_ADDRESS = 2;
  private static final int DOWNSTREAM_LOCAL_ADDRESS = 3;
  private static final int TLS_PROPERTIES = 4;
  private static final int START_TIME = 5;
  private static final int TIME_TO_LAST_RX_BYTE = 6;
  private static final int TIME_TO_FIRST_UPSTREAM_TX_BYTE = 7;
  private static final int TIME_TO_LAST_UPSTREAM_TX_BYTE = 8;
  private static final int TIME_TO_FIRST_UPSTREAM_RX_BYTE = 9;
  private static final int TIME_TO_LAST_UPSTREAM_RX_BYTE = 10;
  private static final int TIME_TO_FIRST_DOWNSTREAM_TX_BYTE = 11;
  private static final int TIME_TO_LAST_DOWNSTREAM_TX_BYTE = 12;
  private static final int UPSTREAM_REMOTE_ADDRESS = 13;
  private static final int UPSTREAM_LOCAL_ADDRESS = 14;
  private static final int UPSTREAM_CLUSTER = 15;
  private static final int RESPONSE_FLAGS = 16;
  private static final int METADATA = 17;
  private static final int UPSTREAM_TRANSPORT_FAILURE_REASON = 18;
  private static final int ROUTE_NAME = 19;
  private static final int DOWNSTREAM_DIRECT_REMOTE_ADDRESS = 20;
  private static final int CUSTOM_TAGS = 22;
  private static final int DURATION = 23;
  private static final int UPSTREAM_REQUEST_ATTEMPT_COUNT = 24;
  private static final int CONNECTION_TERMINATION_DETAILS = 25;
  private static final int STREAM_ID = 26;
  private static final int INTERMEDIATE_LOG_ENTRY = 27;
  private static final int DOWNSTREAM_TRANSPORT_FAILURE_REASON = 28;
  private static final int DOWNSTREAM_WIRE_BYTES_SENT = 29;
  private static final int DOWNSTREAM_WIRE_BYTES_RECEIVED = 30;
  private static final int UPSTREAM_WIRE_BYTES_SENT = 31;
  private static final int UPSTREAM_WIRE_BYTES_RECEIVED = 32;
  private static final int ACCESS_LOG_TYPE = 33;

  SharedProperties {
    tags = List.copyOf(tags);
  }

  void write(StreamInfo info, ProtoWriter to) {
    int mark = to.size();
    ending(info, to);
    tags(info, to);
    AddressField.write(DOWNSTREAM_DIRECT_REMOTE_ADDRESS, info.connection.directRemote(), to);
    to.text(ROUTE_NAME, info.routeName);
    to.text(UPSTREAM_TRANSPORT_FAILURE_REASON, info.upstreamTransportFailure);
    StructField.metadata(METADATA, info.dynamicMetadata(), to);
    FlagFields.write(RESPONSE_FLAGS, info, to);
    upstream(info, to);
    times(info, to);
    TimeField.timestamp(START_TIME, info.startMillis, to);
    TlsField.write(TLS_PROPERTIES, info.connection, to);
    AddressField.write(DOWNSTREAM_LOCAL_ADDRESS, info.connection.local(), to);
    AddressField.write(DOWNSTREAM_REMOTE_ADDRESS, info.remote, to);
    to.close(FIELD, mark);
  }

  private static void ending(StreamInfo info, ProtoWriter to) {
    to.number(ACCESS_LOG_TYPE, info.accessLogType.ordinal()); // both are in the same order
    to.number(
        UPSTREAM_WIRE_BYTES_RECEIVED,
        info.upstreamBytesReceived + info.upstreamHeaderBytesReceived);
    to.number(UPSTREAM_WIRE_BYTES_SENT, info.upstreamBytesSent + info.upstreamHeaderBytesSent);
    to.number(DOWNSTREAM_WIRE_BYTES_RECEIVED, info.bytesReceived + info.requestHeaderBytes);
    to.number(DOWNSTREAM_WIRE_BYTES_SENT, info.bytesSent + info.responseHeaderBytes);
    to.text(DOWNSTREAM_TRANSPORT_FAILURE_REASON, info.connection.transportFailure());
    to.flag(INTERMEDIATE_LOG_ENTRY, info.endNanos == 0);
    to.octets(STREAM_ID, streamId(info));
    to.text(CONNECTION_TERMINATION_DETAILS, info.connection.terminationDetails());
    to.number(UPSTREAM_REQUEST_ATTEMPT_COUNT, info.attemptCount);
    TimeField.duration(DURATION, info.startNanos, info.endNanos, to);
  }

  // Of a request only what others know it by.
  private static @Nullable String streamId(StreamInfo info) {
    Headers head = info.requestHead;
    return head == null ? StreamId.of(info) : head.get(HeaderNames.X_REQUEST_ID);
  }

  private void tags(StreamInfo info, ProtoWriter to) {
    for (int at = tags.size() - 1; at >= 0; at--) {
      String value = tags.get(at).value(info);
      if (value != null && !value.isEmpty()) {
        MapEntry.write(CUSTOM_TAGS, tags.get(at).name(), value, to);
      }
    }
  }

  private static void upstream(StreamInfo info, ProtoWriter to) {
    SocketAddress remote = info.upstreamHost == null ? null : info.upstreamHost.address();
    SocketAddress local = null;
    if (info.upstreamConnection != null) {
      remote = info.upstreamConnection.remote();
      local = info.upstreamConnection.local();
    }
    if (info.attemptCount > 0) { // else it was answered before anybody was asked
      to.text(UPSTREAM_CLUSTER, info.upstreamClusterName);
    }
    AddressField.write(UPSTREAM_LOCAL_ADDRESS, local, to);
    AddressField.write(UPSTREAM_REMOTE_ADDRESS, remote, to);
  }

  private static void times(StreamInfo info, ProtoWriter to) {
    long start = info.startNanos;
    TimeField.duration(TIME_TO_LAST_DOWNSTREAM_TX_BYTE, start, info.lastDownstreamTxNanos, to);
    TimeField.duration(TIME_TO_FIRST_DOWNSTREAM_TX_BYTE, start, info.firstDownstreamTxNanos, to);
    TimeField.duration(TIME_TO_LAST_UPSTREAM_RX_BYTE, start, info.lastUpstreamRxNanos, to);
    TimeField.duration(TIME_TO_FIRST_UPSTREAM_RX_BYTE, start, info.firstUpstreamRxNanos, to);
    TimeField.duration(TIME_TO_LAST_UPSTREAM_TX_BYTE, start, info.lastUpstreamTxNanos, to);
    TimeField.duration(TIME_TO_FIRST_UPSTREAM_TX_BYTE, start, info.firstUpstreamTxNanos, to);
    TimeField.duration(TIME_TO_LAST_RX_BYTE, start, info.requestCompleteNanos, to);
  }
}
