package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProxyCommandTest {

  private final ProxyCommand command = new ProxyCommand();
  private final CommandLine line = new CommandLine(command);

  @TempDir private Path folder;

  @Test
  void startsASmallJvm() {
    line.parseArgs("-c", "envoy.yaml", "--mode", "validate", "--jar", "p.jar", "--", "--a=b");

    assertThat(command.commandLine())
        .contains("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx96m")
        .contains("--enable-native-access=ALL-UNNAMED")
        .endsWith(
            "-jar",
            "p.jar",
            "--mesh.proxy.config=envoy.yaml",
            "--mesh.proxy.mode=validate",
            "--a=b");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThat(refusal("-c", "none.yaml"))
        .contains("none.yaml: no such file (expected: an Envoy bootstrap)");
  }

  @Test
  void saysHowToMakeTheJar() throws IOException {
    Path config = Files.createFile(folder.resolve("envoy.yaml"));

    assertThat(refusal("-c", config.toString(), "--jar", "none.jar"))
        .contains("none.jar: no such file (expected: the proxy's jar, made by ./mvnw package)");
  }

  private String refusal(String... args) {
    var err = new StringWriter();
    line.setErr(new PrintWriter(err));

    assertThat(line.execute(args)).isEqualTo(CommandLine.ExitCode.USAGE);
    return err.toString();
  }
}
