package mesh.proxy.cluster.pool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a socket did not connect, in Envoy's words. */
public final class ConnectFailure {

  // io.netty.channel.unix.Errors: "connect(..) failed with error(-111): Connection refused: /host"
  private static final Pattern NATIVE =
      Pattern.compile("^(\\w+)\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ([^:]+)");

  private ConnectFailure() {}

  /** {@code delayed connect error: Connection refused}; empty if nothing is known. */
  public static String text(@Nullable Throwable cause) {
    if (cause == null || cause.getMessage() == null) {
      return "";
    }
    Matcher error = NATIVE.matcher(cause.getMessage());
    if (error.find()) {
      String when = error.group(1).startsWith("finish") ? "delayed" : "immediate";
      return when + " connect error: " + error.group(2);
    }
    int end = cause.getMessage().indexOf(": "); // the address, or the JDK's own remarks
    String what = end < 0 ? cause.getMessage() : cause.getMessage().substring(0, end);
    return "delayed connect error: " + what;
  }
}
