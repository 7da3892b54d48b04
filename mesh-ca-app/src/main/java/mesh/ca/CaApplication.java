package mesh.ca;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The certificate authority as a Spring Boot app. */
@SpringBootApplication
public class CaApplication {

  /** Starts the app; the arguments are Spring properties. */
  public static void main(String[] args) {
    SpringApplication.run(CaApplication.class, args);
  }
}
