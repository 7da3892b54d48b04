package mesh.telemetry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The telemetry and policy app. */
@SpringBootApplication
public class TelemetryApplication {

  /** Starts the app; the arguments are Spring properties. */
  public static void main(String[] args) {
    SpringApplication.run(TelemetryApplication.class, args);
  }
}
