package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.jvm.AppJvm;
import mesh.cli.jvm.FastStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProxyCommandIT {

  private final ProxyCommand command = new ProxyCommand();
  private final CommandLine line = new CommandLine(command);

  @TempDir private Path folder;

  @Test
  void startsTheJarWithTheFlagsOfItsOptionsFile() {
    line.parseArgs(
        "-c", "envoy.yaml", "--mode", "validate", "--jar", "app/target/p.jar", "--", "--a=b");

    assertThat(command.commandLine(null))
        .containsExactly(
            AppJvm.java(),
            "@" + Path.of("app", "jvm.options").toAbsolutePath(),
            "-jar",
            Path.of("app/target/p.jar").toString(),
            "--mesh.proxy.config=envoy.yaml",
            "--mesh.proxy.mode=validate",
            "--a=b");
  }

  @Test
  void aHeapOfTheCommandLineWins() {
    line.parseArgs("-c", "envoy.yaml", "--heap", "256m");

    assertThat(command.commandLine(null)).containsSubsequence("-Xmx256m", "-jar");
  }

  @Test
  void startsFastFromTheFolder() {
    line.parseArgs("-c", "envoy.yaml", "--jar", "app/target/p.jar");
    var jvm = new AppJvm(Path.of("app/target/p.jar"), Path.of("jvm.options"), null);
    Path fast = Path.of("app/target/fast-start").toAbsolutePath();

    assertThat(command.commandLine(FastStart.beside(jvm)))
        .containsSubsequence(
            "-XX:AOTCache=" + fast.resolve("classes.aot"),
            "-Xlog:aot*=error",
            "-jar",
            fast.resolve("p.jar").toString());
  }

  @Test
  void refusesADemoThatIsWrong() throws IOException {
    Path config = Files.createFile(folder.resolve("envoy.yaml"));
    Path jar = Files.createFile(folder.resolve("p.jar"));
    Path demo = folder.resolve("demo.properties");
    Files.writeString(demo, "upstream.port=70000\ntry=http://localhost/\n");

    assertThat(refusal("-c", config.toString(), "--jar", jar.toString()))
        .contains(demo + ": upstream.port: 70000 (expected: a port, 1 to 65535)");
  }

  @Test
  void refusesADemoWhosePortIsTaken() throws IOException {
    Path config = Files.createFile(folder.resolve("envoy.yaml"));
    Path jar = Files.createFile(folder.resolve("p.jar"));
    Path demo = folder.resolve("demo.properties");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Files.writeString(demo, "upstream.port=" + port + "\ntry=http://localhost/\n");

      assertThat(refusal("-c", config.toString(), "--jar", jar.toString()))
          .contains(demo + ": upstream.port: " + port + " (expected: a free port;");
    }
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
        .contains(
            "none.jar: no such file (expected: the proxy's jar, made by ./mvnw -DskipTests"
                + " package)");
  }

  private String refusal(String... args) {
    var err = new StringWriter();
    line.setErr(new PrintWriter(err));

    assertThat(line.execute(args)).isEqualTo(CommandLine.ExitCode.USAGE);
    return err.toString();
  }
}
