package mesh.proxy.accesslog.grpc;

import java.util.List;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.protobuf.MapEntry;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code envoy.data.accesslog.v3.HTTPAccessLogEntry}.
 *
 * @param requestHeaders more fields of the request, lower case
 * @param responseHeaders fields of the response
 * @param responseTrailers fields of the response's trailers
 */
record HttpEntry(
    SharedProperties shared,
    List<String> requestHeaders,
    List<String> responseHeaders,
    List<String> responseTrailers)
    implements EntryWriter {

  private static final int PROTOCOL_VERSION = 2;
  private static final int REQUEST = 3;
  private static final int RESPONSE = 4;

  // Of HTTPRequestProperties.
  private static final int REQUEST_METHOD = 1;
  private static final int SCHEME = 2;
  private static final int AUTHORITY = 3;
  private static final int PATH = 5;
  private static final int USER_AGENT = 6;
  private static final int REFERER = 7;
  private static final int FORWARDED_FOR = 8;
  private static final int REQUEST_ID = 9;
  private static final int ORIGINAL_PATH = 10;
  private static final int REQUEST_HEADERS_BYTES = 11;
  private static final int REQUEST_BODY_BYTES = 12;
  private static final int REQUEST_HEADERS = 13;
  private static final int UPSTREAM_HEADER_BYTES_SENT = 14;
  private static final int DOWNSTREAM_HEADER_BYTES_RECEIVED = 15;

  // Of HTTPResponseProperties.
  private static final int RESPONSE_CODE = 1;
  private static final int RESPONSE_HEADERS_BYTES = 2;
  private static final int RESPONSE_BODY_BYTES = 3;
  private static final int RESPONSE_HEADERS = 4;
  private static final int RESPONSE_TRAILERS = 5;
  private static final int RESPONSE_CODE_DETAILS = 6;
  private static final int UPSTREAM_HEADER_BYTES_RECEIVED = 7;
  private static final int DOWNSTREAM_HEADER_BYTES_SENT = 8;

  HttpEntry {
    requestHeaders = List.copyOf(requestHeaders);
    responseHeaders = List.copyOf(responseHeaders);
    responseTrailers = List.copyOf(responseTrailers);
  }

  @Override
  public void write(StreamInfo info, ProtoWriter to) {
    response(info, to);
    request(info, to);
    if (info.requestHead != null) {
      to.number(PROTOCOL_VERSION, version(info.protocol));
    }
    shared.write(info, to);
  }

  private void request(StreamInfo info, ProtoWriter to) {
    int mark = to.size();
    Headers head = info.requestHead;
    to.number(DOWNSTREAM_HEADER_BYTES_RECEIVED, info.requestHeaderBytes);
    to.number(UPSTREAM_HEADER_BYTES_SENT, info.upstreamHeaderBytesSent);
    fields(REQUEST_HEADERS, requestHeaders, head, to);
    to.number(REQUEST_BODY_BYTES, info.bytesReceived);
    if (head != null) {
      to.number(REQUEST_HEADERS_BYTES, head.byteSize());
      to.octets(ORIGINAL_PATH, head.get(HeaderNames.X_ENVOY_ORIGINAL_PATH));
      to.octets(REQUEST_ID, head.get(HeaderNames.X_REQUEST_ID));
      to.octets(FORWARDED_FOR, head.get(HeaderNames.X_FORWARDED_FOR));
      to.octets(REFERER, head.get(HeaderNames.REFERER));
      to.octets(USER_AGENT, head.get(HeaderNames.USER_AGENT));
      to.octets(PATH, head.path());
      to.octets(AUTHORITY, head.authority());
      to.octets(SCHEME, head.scheme());
      to.number(REQUEST_METHOD, method(head.method()));
    }
    to.close(REQUEST, mark);
  }

  private void response(StreamInfo info, ProtoWriter to) {
    int mark = to.size();
    Headers head = info.responseHead;
    to.number(DOWNSTREAM_HEADER_BYTES_SENT, info.responseHeaderBytes);
    to.number(UPSTREAM_HEADER_BYTES_RECEIVED, info.upstreamHeaderBytesReceived);
    to.text(RESPONSE_CODE_DETAILS, info.responseCodeDetails);
    fields(RESPONSE_TRAILERS, responseTrailers, info.responseTrailers, to);
    fields(RESPONSE_HEADERS, responseHeaders, head, to);
    to.number(RESPONSE_BODY_BYTES, info.bytesSent);
    to.number(RESPONSE_HEADERS_BYTES, head == null ? 0 : head.byteSize());
    if (info.responseCode != 0) {
      to.wrapped(RESPONSE_CODE, info.responseCode);
    }
    to.close(RESPONSE, mark);
  }

  private static void fields(
      int field, List<String> names, @Nullable Headers from, ProtoWriter to) {
    if (from == null) {
      return;
    }
    for (int at = names.size() - 1; at >= 0; at--) {
      String value = from.joined(names.get(at));
      if (value != null) {
        MapEntry.write(field, names.get(at), value, to);
      }
    }
  }

  private static int version(Protocol protocol) {
    return switch (protocol) {
      case HTTP10 -> 1;
      case HTTP11 -> 2;
      case HTTP2 -> 3;
    };
  }

  private static int method(String name) {
    return switch (name) {
      case "GET" -> 1;
      case "HEAD" -> 2;
      case "POST" -> 3;
      case "PUT" -> 4;
      case "DELETE" -> 5;
      case "CONNECT" -> 6;
      case "OPTIONS" -> 7;
      case "TRACE" -> 8;
      case "PATCH" -> 9;
      default -> 0;
    };
  }
}
