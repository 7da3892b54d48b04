package mesh.pilot.bootstrap;

import mesh.config.InvalidConfigException;
import mesh.pilot.document.RefusedRulesException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says what to change when a start fails because of what somebody wrote. */
final class StartFailure implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedRulesException || cause instanceof InvalidConfigException) {
        return new FailureAnalysis(
            String.valueOf(cause.getMessage()), "Change what is named above.", cause);
      }
    }
    return null;
  }
}
