package mesh.proxy.filter.http.router;

import java.util.List;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Numbers;
import mesh.proxy.route.retry.RetryOn;
import org.jspecify.annotations.Nullable;

/** {@code strict_check_headers}: what a client asks of the router must make sense. */
final class StrictCheck {

  private StrictCheck() {}

  /** Name of the first of the headers that is there and makes none; null if there is no such. */
  static @Nullable String strangeHeader(Headers request, List<String> names) {
    for (int at = 0; at < names.size(); at++) {
      String name = names.get(at);
      String value = request.get(name);
      if (value != null && !makesSense(name, value)) {
        return name;
      }
    }
    return null;
  }

  private static boolean makesSense(String name, String value) {
    return switch (name) {
      case HeaderNames.X_ENVOY_RETRY_ON -> RetryOn.areWords(value);
      case HeaderNames.X_ENVOY_RETRY_GRPC_ON -> RetryOn.areGrpcWords(value);
      default -> Numbers.decimal(value) >= 0;
    };
  }
}
