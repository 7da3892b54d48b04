package mesh.grpc;

import java.util.List;
import java.util.Locale;

/** Names of gRPC status codes, in the order of their numbers. */
public final class GrpcStatus {

  public static final List<String> NAMES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private GrpcStatus() {}

  /** The number of a name, or of a number as text; -1 if it is neither. */
  public static int number(String text) {
    int byName = NAMES.indexOf(text.toUpperCase(Locale.ROOT));
    if (byName >= 0 || !text.matches("\\d{1,2}")) {
      return byName;
    }
    int number = Integer.parseInt(text);
    return number < NAMES.size() ? number : -1;
  }
}
