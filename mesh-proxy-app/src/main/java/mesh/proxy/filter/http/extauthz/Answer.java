package mesh.proxy.filter.http.extauthz;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Struct;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.filter.http.extauthz.HeaderChange.Action;
import mesh.proxy.match.Ascii;

/** What the service says: {@code envoy.service.auth.v3.CheckResponse}. Confined to one stream. */
final class Answer {

  private static final int STATUS = 1;
  private static final int DENIED_RESPONSE = 2;
  private static final int OK_RESPONSE = 3;
  private static final int DYNAMIC_METADATA = 4;

  private static final int CODE = 1; // of google.rpc.Status and of HttpStatus

  // Of DeniedHttpResponse.
  private static final int DENIED_STATUS = 1;
  private static final int DENIED_HEADERS = 2;
  private static final int DENIED_BODY = 3;

  // Of OkHttpResponse.
  private static final int HEADERS = 2;
  private static final int OK_METADATA = 3;
  private static final int HEADERS_TO_REMOVE = 5;
  private static final int RESPONSE_HEADERS_TO_ADD = 6;

  private static final int FORBIDDEN = 403;

  /** gRPC's; 0 lets the request go on. */
  int code;

  int httpStatus = FORBIDDEN;
  String body = "";
  final List<HeaderChange> ofRefusal = new ArrayList<>(0);
  final List<HeaderChange> ofRequest = new ArrayList<>(0);
  final List<HeaderChange> ofResponse = new ArrayList<>(0);
  final List<String> removed = new ArrayList<>(0);
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
      switch (tag >>> 3) {
        case STATUS -> answer.code = code(in);
        case DENIED_RESPONSE -> answer.denied(in);
        case OK_RESPONSE -> answer.allowed(in);
        case DYNAMIC_METADATA -> answer.metadata = struct(in);
        default -> in.skipField(tag);
      }
    }
    return answer;
  }

  private void denied(CodedInputStream in) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case DENIED_STATUS -> {
          int status = code(in);
          httpStatus = status == 0 ? FORBIDDEN : status;
        }
        case DENIED_HEADERS -> ofRefusal.add(change(in, Action.ADD));
        case DENIED_BODY -> body = in.readString();
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private void allowed(CodedInputStream in) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case HEADERS -> ofRequest.add(change(in, Action.SET));
        case OK_METADATA -> metadata = struct(in);
        case HEADERS_TO_REMOVE -> removed.add(Ascii.lower(in.readString()));
        case RESPONSE_HEADERS_TO_ADD -> ofResponse.add(change(in, Action.ADD));
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private static HeaderChange change(CodedInputStream in, Action usual) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    HeaderChange change = HeaderChange.read(in, usual);
    in.popLimit(outer);
    return change;
  }

  private static int code(CodedInputStream in) throws IOException {
    int code = 0;
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> 3 == CODE) {
        code = in.readInt32();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
    return code;
  }

  private static Map<String, Object> struct(CodedInputStream in) throws IOException {
    return ProtoValue.struct(Struct.parseFrom(in.readByteArray()));
  }
}
