package mesh.proxy;

import mesh.proxy.bootstrap.process.StopSignals;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The data plane as a Spring Boot app. */
@SpringBootApplication
public class ProxyApplication {

  /** Starts the app; the arguments are Spring properties. */
  public static void main(String[] args) {
    StopSignals.install();
    SpringApplication.run(ProxyApplication.class, args);
  }
}
