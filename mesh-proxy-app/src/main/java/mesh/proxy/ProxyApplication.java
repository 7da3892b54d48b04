package mesh.proxy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** The data plane as a Spring Boot app. */
@SpringBootApplication
public class ProxyApplication {

  private static final String MODE = "mesh.proxy.mode";

  /** Starts the app; the arguments are Spring properties. */
  public static void main(String[] args) {
    var app = new SpringApplication(ProxyApplication.class);
    app.addListeners(
        (ApplicationListener<ApplicationEnvironmentPreparedEvent>)
            event -> {
              if (isValidating(event.getEnvironment())) {
                // No port of a proxy that runs is in the way.
                app.setWebApplicationType(WebApplicationType.NONE);
              }
            });
    var context = app.run(args);
    if (isValidating(context.getEnvironment())) {
      System.exit(SpringApplication.exit(context));
    }
  }

  private static boolean isValidating(Environment environment) {
    return "validate".equalsIgnoreCase(environment.getProperty(MODE));
  }
}
