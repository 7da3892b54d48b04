package mesh.telemetry.query.rest;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Workload;

/** Which calls are asked for. Immutable. */
record CallFilter(String service, String status) implements Predicate<Call> {

  private static final Pattern STATUS = Pattern.compile("|failed|refused|[0-9]{3}|[1-5]xx|0");

  CallFilter {
    if (!STATUS.matcher(status).matches()) {
      throw new InvalidConfigException("status", status, "failed, refused, 5xx, 503, or 0");
    }
  }

  @Override
  public boolean test(Call call) {
    return isOfService(call) && hasStatus(call);
  }

  private boolean isOfService(Call call) {
    return service.isEmpty()
        || is(call.source())
        || is(call.destination())
        || call.service().name().equals(service);
  }

  // NAME, or NAMESPACE/NAME
  private boolean is(Workload workload) {
    int slash = service.indexOf('/');
    return service.substring(slash + 1).equals(workload.canonicalName())
        && (slash < 0 || service.substring(0, slash).equals(workload.namespace()));
  }

  private boolean hasStatus(Call call) {
    return switch (status) {
      case "" -> true;
      case "failed" -> call.isFailed();
      case "refused" -> call.isRefused();
      default ->
          status.endsWith("xx")
              ? call.outcome().code() / 100 == status.charAt(0) - '0'
              : call.outcome().code() == Integer.parseInt(status);
    };
  }
}
