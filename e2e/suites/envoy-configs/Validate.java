import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.proxy.ProxyApplication;
import org.springframework.boot.SpringApplication;

/**
 * Validates many configurations in one JVM, as {@code --mesh.proxy.mode=validate} does one.
 *
 * <p>Arguments: a file of paths, one a line, and a folder for what is said of each: {@code 1.txt}
 * for the first, empty if it is accepted.
 */
public final class Validate {

  public static void main(String[] arguments) throws Exception {
    List<String> files = Files.readAllLines(Path.of(arguments[0]));
    for (int at = 0; at < files.size(); at++) {
      Path said = Path.of(arguments[1], (at + 1) + ".txt");
      Files.writeString(said, refusal(files.get(at)));
    }
    System.exit(0); // whatever is left running
  }

  private static String refusal(String file) {
    var application = new SpringApplication(ProxyApplication.class);
    application.setRegisterShutdownHook(false);
    try (var context =
        application.run(
            "--mesh.proxy.config=" + file,
            "--mesh.proxy.mode=validate",
            "--spring.main.web-application-type=none",
            "--logging.level.root=OFF")) {
      return "";
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause.getMessage() + "\n";
    }
  }

  private Validate() {}
}
