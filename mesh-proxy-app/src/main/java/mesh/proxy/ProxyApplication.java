package mesh.proxy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The data plane as a Spring Boot app. */
@SpringBootApplication
public class ProxyApplication {

  /** Starts the app; the arguments are Spring properties. */
  public static void main(String[] args) {
    SpringApplication.run(ProxyApplication.class, args);
  }
}
