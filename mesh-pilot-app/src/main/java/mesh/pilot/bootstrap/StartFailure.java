package mesh.pilot.bootstrap;

import mesh.pilot.document.RefusedRulesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to change when a start fails because of rules. */
final class StartFailure extends AbstractFailureAnalyzer<RefusedRulesException> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, RefusedRulesException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()), "Change what is named above.", cause);
  }
}
