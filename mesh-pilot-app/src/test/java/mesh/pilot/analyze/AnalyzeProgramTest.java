package mesh.pilot.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeProgramTest {

  private static final String HEAD =
      "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: stock}\n";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void anErrorIsOne() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), HEAD + "spec: {hots: stock}\n");

    assertThat(run(folder.toString())).isOne();
    assertThat(text(out).lines())
        .containsExactly(
            "Error [IST0106] "
                + file
                + ":4:7: DestinationRule default/stock: spec.host: null (expected: a service)",
            "Error [IST0106] "
                + file
                + ":4:8: DestinationRule default/stock: spec.hots: stock (expected: a field that we"
                + " support: host, trafficPolicy, subsets; did you mean host?)");
    assertThat(text(err)).isEqualTo("mesh: 2 errors, 0 warnings in 1 rule\n");
  }

  @Test
  void aWarningIsNothingUnlessStrict() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), HEAD + "spec: {host: stock}\n");

    assertThat(run(file.toString())).isZero();
    assertThat(text(out))
        .isEqualTo(
            "Warning [IST0174] "
                + file
                + ":4:14: DestinationRule default/stock: spec.host: stock (expected: the host of a"
                + " service; there is no stock.default.svc.cluster.local)\n");
    assertThat(run("--strict", file.toString())).isOne();
  }

  @Test
  void completesNamesAsTheControlPlaneDoes() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), HEAD + "spec: {host: stock}\n");

    run("--domain=mesh.test", file.toString());

    assertThat(text(out)).contains("there is no stock.default.svc.mesh.test)");
  }

  @Test
  void refusesArgumentsThatItDoesNotKnow() {
    assertThat(run("--lenient", folder.toString())).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run(folder.resolve("none").toString())).isEqualTo(2);
    assertThat(text(err).lines().skip(2))
        .containsExactly(
            "mesh: DIR: " + folder.resolve("none") + " (expected: a folder or file of rules)");
  }

  @Test
  void anEmptyFolderIsFine() {
    assertThat(run(folder.toString())).isZero();
    assertThat(text(err)).isEqualTo("mesh: 0 errors, 0 warnings in 0 rules\n");
  }

  private int run(String... arguments) {
    return new AnalyzeProgram(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
