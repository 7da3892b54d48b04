package mesh.properties;

import mesh.config.InvalidConfigException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to change when a start fails because of a setting. */
public final class StartFailure extends AbstractFailureAnalyzer<InvalidConfigException> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, InvalidConfigException cause) {
    return new FailureAnalysis(cause.sentence(), "Change what is named above.", cause);
  }
}
