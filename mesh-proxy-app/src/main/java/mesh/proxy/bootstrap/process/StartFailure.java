package mesh.proxy.bootstrap.process;

import mesh.config.InvalidConfigException;
import mesh.proxy.bootstrap.operate.AddressInUseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says why the process does not start, a sentence for each fault, where a person can mend it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger("mesh.proxy");

  @Override
  public boolean reportException(Throwable failure) {
    String sentences = sentences(failure);
    if (sentences == null) {
      return false;
    }
    sentences.lines().forEach(line -> log.atError().log(line));
    return true;
  }

  /** Null if the failure is none that a person can mend by changing a setting. */
  static @Nullable String sentences(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case InvalidConfigException wrong -> {
          return wrong.sentence();
        }
        case AddressInUseException taken -> {
          return taken.getMessage();
        }
        case PortInUseException taken -> {
          return "server.port: "
              + taken.getPort()
              + " (expected: a free port: another program listens there)";
        }
        default -> {}
      }
    }
    return null;
  }
}
