package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyzeCommandTest {

  @TempDir private Path folder;

  @Test
  void handsEverythingToTheControlPlane() {
    var command = new AnalyzeCommand();
    new CommandLine(command)
        .parseArgs(
            "--strict",
            "--credentials",
            "c",
            "--domain=d",
            "--root-namespace=r",
            "--jar=p.jar",
            "one",
            "two");

    assertThat(command.commandLine())
        .containsSubsequence(
            "-jar",
            "p.jar",
            "analyze",
            "--strict",
            "--credentials=c",
            "--domain=d",
            "--root-namespace=r",
            "one",
            "two");
  }

  @Test
  void needsAFolderAndTheJar() {
    var err = new StringWriter();
    CommandLine line = Mesh.commandLine().setErr(new PrintWriter(err));

    assertThat(line.execute("analyze")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(line.execute("analyze", "--jar", folder.resolve("p.jar").toString(), "."))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString().lines())
        .contains(
            "mesh: Missing required parameter: 'DIR'",
            "mesh: "
                + folder.resolve("p.jar")
                + ": no such file (expected: the control plane's jar, made by ./mvnw -DskipTests"
                + " package)");
  }
}
