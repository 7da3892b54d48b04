package mesh.proxy.bootstrap.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process in order when it is told to stop. A virtual machine alone would do the same, but
 * exit with 143, which supervisors take for a crash; Envoy exits with 0.
 *
 * <p>{@code sun.misc.Signal} is the only way to hear of signals. It is called by reflection,
 * because the compiler warns of every mention of it, and our warnings are errors.
 */
public final class StopSignals {

  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);
  private static final List<String> NAMES = List.of("TERM", "INT");

  private StopSignals() {}

  /** From now on. */
  public static void install() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopper =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> heard(method.getName()));
      for (String name : NAMES) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, stopper);
      }
    } catch (InvocationTargetException e) {
      log.atDebug().setCause(e).log("Signals are left alone, as -Xrs says");
    } catch (ReflectiveOperationException e) {
      log.atWarn().setCause(e).log("Signals end the process with 143 in place of 0");
    }
  }

  /** Ends the process: connections drain, then everything closes. Returns at once. */
  public static void stop() {
    Thread.ofPlatform().name("stop").start(() -> System.exit(0));
  }

  private static @Nullable Object heard(String method) {
    if (method.equals("handle")) {
      stop();
    }
    return null;
  }
}
