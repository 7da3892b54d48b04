package mesh.pilot;

import java.util.Arrays;
import java.util.List;
import mesh.pilot.analyze.AnalyzeProgram;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.grpc.server.autoconfigure.security.GrpcServerOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.security.GrpcServerSecurityAutoConfiguration;

/**
 * The control plane as a Spring Boot app. Spring Security is for REST; proxies show certificates.
 */
@SpringBootApplication(
    exclude = {
      GrpcServerSecurityAutoConfiguration.class,
      GrpcServerOAuth2ResourceServerAutoConfiguration.class
    })
public class PilotApplication {

  /**
   * Starts the app; the arguments are Spring properties. With {@code analyze} in front it looks at
   * rules and ends.
   */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(AnalyzeProgram.NAME)) {
      List<String> rest = Arrays.asList(args).subList(1, args.length);
      System.exit(new AnalyzeProgram(System.out, System.err).run(rest));
    }
    SpringApplication.run(PilotApplication.class, args);
  }
}
