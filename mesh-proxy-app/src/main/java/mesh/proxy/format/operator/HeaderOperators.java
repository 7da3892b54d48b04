package mesh.proxy.format.operator;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import mesh.grpc.GrpcStatus;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Numbers;
import mesh.proxy.match.QueryString;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print header fields of the request, the response and its trailers. */
final class HeaderOperators {

  private static final String GRPC = "application/grpc";
  private static final int MOST_GRPC_STATUS = 16;
  private static final String[] CAMEL = {
    "OK",
    "Canceled",
    "Unknown",
    "InvalidArgument",
    "DeadlineExceeded",
    "NotFound",
    "AlreadyExists",
    "PermissionDenied",
    "ResourceExhausted",
    "FailedPrecondition",
    "Aborted",
    "OutOfRange",
    "Unimplemented",
    "Internal",
    "Unavailable",
    "DataLoss",
    "Unauthenticated"
  };
  private static final String[] SNAKE = GrpcStatus.NAMES.toArray(String[]::new);

  private HeaderOperators() {}

  /** One of the messages of a stream; null while it is not there. */
  @FunctionalInterface
  interface Source {

    @Nullable Headers of(StreamInfo info);
  }

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    all.put("REQ", call -> header(call, info -> info.requestHead));
    all.put("RESP", call -> header(call, info -> info.responseHead));
    all.put("TRAILER", call -> header(call, info -> info.responseTrailers));
    all.put("REQUEST_HEADER", all.get("REQ"));
    all.put("RESPONSE_HEADER", all.get("RESP"));
    all.put("RESPONSE_TRAILER", all.get("TRAILER"));
    all.put("REQ_WITHOUT_QUERY", HeaderOperators::withoutQuery);
    all.put("GRPC_STATUS", HeaderOperators::grpcStatus);
    Values.number(all, "GRPC_STATUS_NUMBER", HeaderOperators::grpcStatusNumber);
    Values.number(all, "REQUEST_HEADERS_BYTES", info -> bytes(info.requestHead));
    Values.number(all, "RESPONSE_HEADERS_BYTES", info -> bytes(info.responseHead));
    Values.number(all, "RESPONSE_TRAILERS_BYTES", info -> bytes(info.responseTrailers));
  }

  private static long bytes(@Nullable Headers head) {
    return head == null ? 0 : head.byteSize();
  }

  private static Field header(OperatorCall call, Source source) {
    String names = call.required("name, or name?alternative");
    int mark = names.indexOf('?');
    String name = lower(mark < 0 ? names : names.substring(0, mark));
    String alternative = mark < 0 ? "" : lower(names.substring(mark + 1));
    if (name.isEmpty() || alternative.indexOf('?') >= 0) {
      throw call.wrong("(name) or (name?alternative)");
    }
    return new Field(source, name, alternative);
  }

  private static Operator withoutQuery(OperatorCall call) {
    Field field = header(call, info -> info.requestHead);
    Values.Text text =
        info -> {
          String value = field.of(info);
          return value == null ? null : QueryString.cut(value);
        };
    return text;
  }

  private static String lower(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(HeaderNames.HOST)
        ? HeaderNames.AUTHORITY
        : lower.intern(); // as the codecs do: found by identity
  }

  /**
   * A field; of several the first.
   *
   * @param alternative printed if the first is not there; may be empty
   */
  private record Field(Source source, String name, String alternative) implements Values.Text {

    @Override
    public @Nullable String of(StreamInfo info) {
      Headers head = source.of(info);
      if (head == null) {
        return null;
      }
      String value = head.get(name);
      return value == null && !alternative.isEmpty() ? head.get(alternative) : value;
    }
  }

  private static Operator grpcStatus(OperatorCall call) {
    call.requireNoLength();
    return switch (call.optional()) {
      case "", "CAMEL_STRING" -> (Values.Text) info -> name(CAMEL, grpcStatusNumber(info));
      case "SNAKE_STRING" -> (Values.Text) info -> name(SNAKE, grpcStatusNumber(info));
      case "NUMBER" -> (Values.Whole) HeaderOperators::grpcStatusNumber;
      default -> throw call.wrong("(CAMEL_STRING), (SNAKE_STRING) or (NUMBER)");
    };
  }

  private static @Nullable String name(String[] names, long status) {
    if (status == Values.NONE) {
      return null;
    }
    return status >= 0 && status <= MOST_GRPC_STATUS ? names[(int) status] : Long.toString(status);
  }

  // Of trailers, else of a response that is a head alone, else what the HTTP status stands for.
  private static long grpcStatusNumber(StreamInfo info) {
    String type = info.requestHead == null ? null : info.requestHead.get(HeaderNames.CONTENT_TYPE);
    if (type == null || !type.startsWith(GRPC)) {
      return Values.NONE;
    }
    String text =
        info.responseTrailers == null ? null : info.responseTrailers.get(HeaderNames.GRPC_STATUS);
    if (text == null && info.responseHead != null) {
      text = info.responseHead.get(HeaderNames.GRPC_STATUS);
    }
    if (text != null) {
      long status = Numbers.decimal(text);
      return status < 0 ? Values.NONE : status;
    }
    return info.responseCode == 0 ? Values.NONE : ofHttpStatus(info.responseCode);
  }

  // https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md, and OK for 200
  private static long ofHttpStatus(int status) {
    return switch (status) {
      case 200 -> 0;
      case 400 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429, 502, 503, 504 -> 14;
      default -> 2;
    };
  }
}
