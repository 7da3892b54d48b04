package mesh.proxy.bootstrap;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a bad configuration as its sentences, without a stack trace. */
final class BadConfigurationReport extends AbstractFailureAnalyzer<BadConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, BadConfigurationException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()), "Correct the configuration and start again.", cause);
  }
}
