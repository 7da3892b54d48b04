package mesh.pilot.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.pilot.PilotApplication;
import mesh.testkit.TestAuthority;
import mesh.testkit.TestCa;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application with an authority. */
@Timeout(60)
class SecureXdsIT {

  private static final String PILOT = "spiffe://cluster.local/ns/istio-system/sa/mesh-pilot";
  private static final long PATIENCE_SECONDS = 10;

  private final TestAuthority authority = TestAuthority.of("cluster.local");
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("root.pem"), authority.rootPem());
    Files.writeString(folder.resolve("token"), "abc");
  }

  @Test
  void servesOnceItHasACertificate() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var app = start("localhost:" + port, 0)) {
      var secure = app.getBean(SecureXds.class);
      assertThat(secure.port()).isZero();
      assertThat(secure.health().getStatus()).isEqualTo(Status.DOWN);

      try (var ca = TestCa.of(authority, port).token("abc", PILOT)) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (secure.port() == 0) {
          assertThat(System.nanoTime() - end).isNegative();
          Thread.sleep(20);
        }
        assertThat(ca.callers()).containsExactly("token");
      }
      assertThat(secure.health().getStatus()).isEqualTo(Status.UP);
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAtStart() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> start("localhost:1", taken.getLocalPort()).close())
          .hasStackTraceContaining(
              "mesh.pilot.secure-port: %d (expected: a free port: Address already in use"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void isOffWithoutAuthority() {
    try (var app = run(List.of())) {
      assertThat(app.getBean(SecureXds.class).isRunning()).isFalse();
    }
  }

  private ConfigurableApplicationContext start(String ca, int port) {
    return run(
        List.of(
            "--mesh.pilot.secure-port=" + port,
            "--mesh.pilot.identity.ca-address=" + ca,
            "--mesh.pilot.identity.root-file=" + folder.resolve("root.pem"),
            "--mesh.pilot.identity.token-file=" + folder.resolve("token"),
            "--mesh.pilot.identity.state-dir=" + folder.resolve("state"),
            "--mesh.pilot.identity.spiffe-id=" + PILOT));
  }

  private static ConfigurableApplicationContext run(List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.grpc.server.port=0",
                "--mesh.pilot.state-dir=target/state"));
    arguments.addAll(more);
    return new SpringApplication(PilotApplication.class).run(arguments.toArray(String[]::new));
  }
}
