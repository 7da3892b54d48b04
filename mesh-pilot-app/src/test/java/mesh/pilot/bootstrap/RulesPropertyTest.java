package mesh.pilot.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mesh.pilot.document.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

class RulesPropertyTest {

  @TempDir private Path folder;

  @Test
  void aFaultOfABlockIsWhereItStandsInTheFile() throws IOException {
    Path file = folder.resolve("application.yml");
    Files.writeString(
        file,
        """
        mesh:
          pilot:
            name: a
            rules: |
              apiVersion: networking.istio.io/v1
              kind: DestinationRule
              metadata: {name: stock}

              spec:
                hots: stock
                host: stock
        """);

    assertThat(problem(environment(file)))
        .startsWith(file + ":10:9: DestinationRule default/stock: spec.hots: stock (expected: ");
  }

  @Test
  void aFaultOfAnotherTextIsWhereItStandsInTheText() throws IOException {
    Path file = folder.resolve("application.yml");
    Files.writeString(file, "mesh.pilot.rules: '{\"kind\": \"DestinationRule\"}'\n");

    assertThat(problem(environment(file))).startsWith("mesh.pilot.rules:1:1: DestinationRule: ");
  }

  @Test
  void aTextOfTheCommandLineHasNoFile() {
    var environment = new StandardEnvironment();
    Map<String, Object> given = Map.of("mesh.pilot.rules", "kind: x");
    environment.getPropertySources().addFirst(new MapPropertySource("given", given));
    ConfigurationPropertySources.attach(environment);

    assertThat(problem(environment))
        .startsWith("mesh.pilot.rules:1:1: x: apiVersion: null (expected: ");
  }

  private static String problem(StandardEnvironment environment) {
    String text = environment.getProperty("mesh.pilot.rules", "");
    return RulesProperty.read(environment, text).problems().stream()
        .map(Problem::sentence)
        .findFirst()
        .orElse("");
  }

  private static StandardEnvironment environment(Path file) throws IOException {
    var environment = new StandardEnvironment();
    new YamlPropertySourceLoader()
        .load("file", new FileSystemResource(file))
        .forEach(environment.getPropertySources()::addFirst);
    ConfigurationPropertySources.attach(environment);
    return environment;
  }
}
