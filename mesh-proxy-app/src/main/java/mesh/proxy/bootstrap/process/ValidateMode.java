package mesh.proxy.bootstrap.process;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** A process that only validates opens no port, not even that of the actuator. */
final class ValidateMode implements EnvironmentPostProcessor {

  private static final String MODE = "mesh.proxy.mode";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (environment.getProperty(MODE, "").equalsIgnoreCase("validate")) {
      environment
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "validate mode",
                  Map.of(
                      "spring.main.web-application-type",
                      "none",
                      "management.endpoint.health.validate-group-membership",
                      "false")));
    }
  }
}
