package mesh.telemetry.query.zipkin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zipkin2.storage.QueryRequest;

/** The parameters of a question. Immutable. */
final class TraceQuery {

  private static final long LOOKBACK = 24L * 3600 * 1000; // Zipkin's default is a day
  private static final int LIMIT = 10; // Zipkin's default
  private static final int MOST = 1000;

  private final QueryStringDecoder uri;

  TraceQuery(String uri) {
    this.uri = new QueryStringDecoder(uri);
  }

  /**
   * What traces are looked for.
   *
   * @throws IllegalArgumentException if a parameter is wrong
   */
  QueryRequest request(long nowMillis) {
    long limit = number("limit", LIMIT);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1.." + MOST + ")");
    }
    QueryRequest.Builder builder =
        QueryRequest.newBuilder()
            .serviceName(text("serviceName"))
            .remoteServiceName(text("remoteServiceName"))
            .spanName(text("spanName"))
            .parseAnnotationQuery(text("annotationQuery"))
            .endTs(number("endTs", nowMillis))
            .lookback(number("lookback", LOOKBACK))
            .limit((int) limit);
    long shortest = number("minDuration", 0);
    long longest = number("maxDuration", 0);
    if (shortest > 0) {
      builder.minDuration(shortest);
    }
    if (longest > 0) {
      builder.maxDuration(longest);
    }
    return builder.build();
  }

  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalArgumentException(name + ": missing (expected: a value)");
    }
    return text;
  }

  long number(String name, long otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": " + text + " (expected: a number)", e);
    }
  }

  private @Nullable String text(String name) {
    List<String> values = uri.parameters().get(name);
    return values == null || values.getFirst().isEmpty() ? null : values.getFirst();
  }
}
