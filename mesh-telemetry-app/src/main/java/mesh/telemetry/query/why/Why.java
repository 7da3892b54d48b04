package mesh.telemetry.query.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Call.Outcome;
import mesh.telemetry.attribute.Call.Protocol;
import mesh.telemetry.attribute.ResponseFlags.Flag;
import mesh.telemetry.query.why.Explanation.Reason;
import org.jspecify.annotations.Nullable;

/** Explains calls. Immutable. */
public final class Why {

  private static final String HTTP = "http"; // http1.invalid_url: by its first part

  private final Lexicon flags = Lexicon.read("flags.properties");
  private final Lexicon details = Lexicon.read("details.properties");

  /** Why this call ended as it did. */
  public Explanation explain(Call call) {
    var reasons = new ArrayList<Reason>();
    Outcome outcome = call.outcome();
    for (Flag flag : outcome.flags().list()) {
      reasons.add(
          Objects.requireNonNull(
              flags.find(flag.name(), flag.name()), "flags.properties: " + flag));
    }
    add(detail(outcome.details()), reasons);
    add(inBraces(outcome.details()), reasons);
    if (!outcome.transportFailure().isEmpty()) {
      reasons.add(
          new Reason(
              "transport failure",
              "The connection's own words",
              outcome.transportFailure(),
              "With TLS errors compare the certificates and the mTLS mode of both sides."));
    }
    return new Explanation(summary(call, reasons), reasons);
  }

  private static void add(@Nullable Reason reason, List<Reason> reasons) {
    if (reason != null) {
      reasons.add(reason);
    }
  }

  private @Nullable Reason detail(String text) {
    if (text.isEmpty()) {
      return null;
    }
    String key = text.split("[\\[{ ]", 2)[0];
    if (key.startsWith(HTTP) && key.indexOf('.') > 0) {
      key = key.substring(0, key.indexOf('.') + 1);
    }
    Reason known = details.find(key, text);
    return known != null
        ? known
        : new Reason(
            text,
            "Said by a filter",
            "A filter of the proxy gave this as the reason; it is not one of the usual words.",
            "Search the filters of this proxy for the word.");
  }

  // upstream_reset_before_response_started{connection_failure|TLS_error:_...}
  private @Nullable Reason inBraces(String text) {
    int open = text.indexOf('{');
    int end = open < 0 ? -1 : text.indexOf('}', open);
    if (end < 0 || !text.startsWith("upstream_reset")) {
      return null;
    }
    String inner = text.substring(open + 1, end);
    return details.find(inner.split("[|,]", 2)[0].toLowerCase(Locale.ROOT), inner);
  }

  private static String summary(Call call, List<Reason> reasons) {
    Outcome outcome = call.outcome();
    String what = what(call);
    if (!reasons.isEmpty() && (call.isFailed() || call.isRefused())) {
      return what + ": " + uncapitalized(reasons.getFirst().meaning());
    }
    if (call.protocol() == Protocol.TCP) {
      return what + (call.isFailed() ? "." : " and ended without an error.");
    }
    if (outcome.code() == 0) {
      return what + ".";
    }
    return switch (outcome.code() / 100) {
      case 1, 2 -> what + ": it went well.";
      case 3 -> what + ": the client is sent elsewhere.";
      case 4 -> what + ": the request was refused as the client's mistake.";
      default -> what + ": the server failed.";
    };
  }

  private static String what(Call call) {
    if (call.protocol() == Protocol.TCP) {
      return "The connection lasted " + millis(call.outcome().micros());
    }
    String status = call.outcome().code() == 0 ? "No response" : "" + call.outcome().code();
    String grpc = call.outcome().grpcStatus();
    String with = grpc.isEmpty() ? "" : " (grpc-status " + grpc + ")";
    return status + with + " after " + millis(call.outcome().micros());
  }

  private static String millis(long micros) {
    return micros < 10_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1000.0)
        : Math.round(micros / 1000.0) + " ms";
  }

  private static String uncapitalized(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
