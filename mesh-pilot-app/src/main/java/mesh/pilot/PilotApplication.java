package mesh.pilot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The control plane as a Spring Boot app. */
@SpringBootApplication
public class PilotApplication {

  /** Starts the app; the arguments are Spring properties. */
  public static void main(String[] args) {
    SpringApplication.run(PilotApplication.class, args);
  }
}
