package mesh.proxy.filter.http.ratelimit;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Struct;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * What the service says: {@code envoy.service.ratelimit.v3.RateLimitResponse}. Confined to one
 * stream.
 */
final class Answer {

  private static final int OVER_LIMIT = 2;

  private static final int OVERALL_CODE = 1;
  private static final int STATUSES = 2;
  private static final int RESPONSE_HEADERS_TO_ADD = 3;
  private static final int REQUEST_HEADERS_TO_ADD = 4;
  private static final int RAW_BODY = 5;
  private static final int DYNAMIC_METADATA = 6;

  private static final int KEY = 1; // of HeaderValue
  private static final int VALUE = 2;
  private static final int RAW_VALUE = 3;

  boolean overLimit;
  final List<LimitStatus> statuses = new ArrayList<>(2);
  @Nullable Headers responseHeaders;
  @Nullable Headers requestHeaders;
  String body = "";
  Map<String, Object> metadata = Map.of();

  private Answer() {}

  /**
   * Reads the message.
   *
   * @throws IOException if it is none
   */
  static Answer read(ByteBuf message) throws IOException {
    var in = CodedInputStream.newInstance(message.nioBuffer());
    var answer = new Answer();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      answer.field(tag, in);
    }
    return answer;
  }

  private void field(int tag, CodedInputStream in) throws IOException {
    switch (tag >>> 3) {
      case OVERALL_CODE -> overLimit = in.readEnum() == OVER_LIMIT;
      case STATUSES -> {
        int outer = in.pushLimit(in.readRawVarint32());
        statuses.add(LimitStatus.read(in));
        in.popLimit(outer);
      }
      case RESPONSE_HEADERS_TO_ADD -> {
        responseHeaders = responseHeaders == null ? new Headers(2) : responseHeaders;
        header(in, responseHeaders);
      }
      case REQUEST_HEADERS_TO_ADD -> {
        requestHeaders = requestHeaders == null ? new Headers(2) : requestHeaders;
        header(in, requestHeaders);
      }
      case RAW_BODY -> body = in.readBytes().toStringUtf8();
      case DYNAMIC_METADATA -> metadata = ProtoValue.struct(Struct.parseFrom(in.readByteArray()));
      default -> in.skipField(tag);
    }
  }

  private static void header(CodedInputStream in, Headers to) throws IOException {
    String key = "";
    String value = "";
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case KEY -> key = octets(in);
        case VALUE, RAW_VALUE -> value = octets(in);
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
    to.add(Ascii.lower(key), value);
  }

  private static String octets(CodedInputStream in) throws IOException {
    return new String(in.readByteArray(), StandardCharsets.ISO_8859_1);
  }
}
