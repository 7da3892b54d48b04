package mesh.proxy.format.operator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operators that print what has nothing to do with the stream. */
final class ProcessOperators {

  private static final long VERSION_4 = 0x4000L;
  private static final long VERSION_MASK = 0xf000L;
  private static final long VARIANT_2 = 1L << 63;
  private static final long PROCESS = ThreadLocalRandom.current().nextLong();

  private ProcessOperators() {}

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    Values.text(all, "UNIQUE_ID", info -> randomId());
    all.put("HOSTNAME", ProcessOperators::hostname);
    all.put("ENVIRONMENT", ProcessOperators::environment);
  }

  /** A UUID that is the same whenever it is asked for that number in this process. */
  static String uniqueId(long number) {
    return id(PROCESS, number);
  }

  // Not a secret, so without SecureRandom, which would lock.
  private static String randomId() {
    var random = ThreadLocalRandom.current();
    return id(random.nextLong(), random.nextLong());
  }

  private static String id(long high, long low) {
    return new UUID((high & ~VERSION_MASK) | VERSION_4, (low >>> 2) | VARIANT_2).toString();
  }

  private static Operator hostname(OperatorCall call) {
    call.requireNoArgument();
    String name = hostname();
    return (Values.Text) info -> name;
  }

  private static @Nullable String hostname() {
    String ofEnvironment = System.getenv("HOSTNAME");
    if (ofEnvironment != null && !ofEnvironment.isEmpty()) {
      return ofEnvironment;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return null; // printed as a missing value
    }
  }

  private static Operator environment(OperatorCall call) {
    String value = System.getenv(call.required("name of a variable"));
    return (Values.Text) info -> value;
  }
}
