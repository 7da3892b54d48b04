package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MeshTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      Mesh.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void aloneItTellsItsCommands() {
    assertThat(line.execute()).isZero();
    assertThat(out.toString()).contains("proxy", "upstream", "fast-start");
  }

  @Test
  void refusesInOneSentence() {
    assertThat(line.execute("proxi")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("mesh: proxi: no such command (expected: one of ./mesh help)")
        .contains("Did you mean: mesh proxy", "See mesh --help");
  }

  @Test
  void helpsWithoutDashes() {
    assertThat(line.execute("help")).isZero();
    assertThat(out.toString()).contains("Usage: mesh", "proxy", "upstream");
  }

  @Test
  void helpsWithOneCommand() {
    assertThat(line.execute("help", "up")).isZero();
    assertThat(out.toString()).contains("Usage: mesh up", "--detach");
  }

  @Test
  void saysWhichFileIsNeeded() {
    assertThat(line.execute("proxy")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString().lines())
        .containsExactly(
            "mesh: Missing required option: '--config-path=FILE'", "See mesh proxy --help");
  }

  @Test
  void namesItsBuild() {
    assertThat(line.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("Reactive Mesh ").contains("Java ");
  }
}
