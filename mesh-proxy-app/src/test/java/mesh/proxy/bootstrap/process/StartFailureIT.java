package mesh.proxy.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.ProxyApplication;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An application that cannot start says in one sentence what to change. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureIT {

  @TempDir private Path folder;

  @Test
  void ofAFileThatIsNotThere(CapturedOutput output) {
    fails("--mesh.proxy.config=" + folder.resolve("nowhere.yaml"));

    assertSays(
        output,
        "mesh.proxy.config: "
            + folder.resolve("nowhere.yaml")
            + " (expected: a file that can be read; there is none of that name)");
  }

  @Test
  void ofAFolderInPlaceOfAFile(CapturedOutput output) {
    fails("--mesh.proxy.config=" + folder);

    assertSays(
        output,
        "mesh.proxy.config: " + folder + " (expected: a file that can be read; this is a folder)");
  }

  @Test
  void ofATextThatIsNoBootstrap(CapturedOutput output) throws IOException {
    Path file = file("static_resources:\n  listenerz: []\n");

    fails("--mesh.proxy.config=" + file);

    assertSays(output, file + ":2: static_resources.listenerz: ");
  }

  @Test
  void ofAListenersPortInUse(CapturedOutput output) throws IOException {
    try (var taken = taken()) {
      fails("--mesh.proxy.config=" + file(Bootstraps.tcp(taken.getLocalPort(), 1)));

      assertSays(
          output,
          "static_resources.listeners[0].address",
          "127.0.0.1:" + taken.getLocalPort(),
          "(expected: an address that is free: ");
    }
  }

  @Test
  void ofTheAdminPortInUse(CapturedOutput output) throws IOException {
    try (var taken = taken()) {
      fails(
          "--mesh.proxy.config=" + file(Bootstraps.tcp(0, 1)),
          "--mesh.proxy.admin.port=" + taken.getLocalPort());

      assertSays(
          output,
          "mesh.proxy.admin.port: 127.0.0.1:"
              + taken.getLocalPort()
              + " (expected: a free address");
    }
  }

  @Test
  void ofTheActuatorsPortInUse(CapturedOutput output) throws IOException {
    try (var taken = new ServerSocket(0)) {
      fails(
          "--mesh.proxy.config=" + file(Bootstraps.tcp(0, 1)),
          "--server.port=" + taken.getLocalPort());

      assertSays(
          output,
          "server.port: "
              + taken.getLocalPort()
              + " (expected: a free port: another program listens there)");
    }
  }

  @Test
  void ofACertificateThatCannotBeRead(CapturedOutput output) throws IOException {
    var pem = TestAuthority.of("mesh.test").issue("a.test").writeTo(folder);
    Path missing = folder.resolve("missing.pem");

    fails("--mesh.proxy.config=" + file(Bootstraps.tls(missing.toString(), pem.key().toString())));

    assertSays(
        output,
        "tls_certificates[0].certificate_chain: "
            + missing
            + " (expected: a file that can be read; there is none of that name)");
  }

  @Test
  void ofAPropertyThatThereIsNot(CapturedOutput output) throws IOException {
    fails("--mesh.proxy.config=" + file(Bootstraps.tcp(0, 1)), "--mesh.proxy.drain-tim=3s");

    assertSays(output, "mesh.proxy.drain-tim", "drain-time");
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("envoy.yaml"), yaml);
  }

  private static void fails(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    for (String port : List.of("--mesh.proxy.admin.port", "--server.port")) {
      if (all.stream().noneMatch(argument -> argument.startsWith(port + "="))) {
        all.add(port + "=0");
      }
    }
    var application = new SpringApplication(ProxyApplication.class);
    assertThatThrownBy(() -> application.run(all.toArray(new String[0])))
        .isInstanceOf(RuntimeException.class);
  }

  private static void assertSays(CapturedOutput output, String... parts) {
    List<String> errors = output.getAll().lines().filter(line -> line.contains("ERROR")).toList();
    assertThat(errors).as(output.getAll()).hasSize(1);
    assertThat(errors.getFirst()).contains(parts);
    assertThat(output.getAll()).doesNotContain("\tat ", "WARN", "Exception");
  }
}
