package mesh.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import mesh.cli.local.Program.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedIT {

  @TempDir private Path home;

  @Test
  void findsAndEndsWhatItHasStarted() throws IOException {
    var folders = folders();
    Program program = sleeper("one");
    new Started(folders).start(program, false);

    var afterACrash = new Started(folders); // knows only what is written down
    assertThat(afterACrash.programs()).containsExactly(program);
    ProcessMark process = afterACrash.process(program).orElseThrow();
    assertThat(ProcessHandle.of(process.pid()).orElseThrow().info().command().orElseThrow())
        .contains("sleep");

    assertThat(afterACrash.end(List.of(program))).isEmpty();
    assertThat(process.isAlive()).isFalse();
    assertThat(afterACrash.programs()).isEmpty();
  }

  @Test
  void leavesAProcessThatHasTheNumberOfAnEarlierOne() throws Exception {
    var folders = folders();
    Program program = sleeper("gone");
    program.write(folders.run());
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      new ProcessMark(other.pid(), "another boot 1").write(folders.run().resolve("gone.pid"));

      var started = new Started(folders);
      assertThat(started.isAlive(program)).isFalse();
      assertThat(started.end(List.of(program))).isEmpty();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void killsWhatDoesNotEnd() throws IOException {
    var folders = folders();
    var started = new Started(folders, java.time.Duration.ofMillis(300));
    var stubborn =
        program("stubborn", List.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done"));
    started.start(stubborn, false);
    ProcessMark process = started.process(stubborn).orElseThrow();

    assertThat(started.end(List.of(stubborn))).containsExactly("stubborn");
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void logsWhatAProgramPrints() throws Exception {
    var folders = folders();
    var started = new Started(folders);
    Program program = program("talker", List.of("sh", "-c", "echo hello; exec sleep 600"));
    started.start(program, false);
    Path log = folders.log("talker");
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (Files.size(log) == 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }

    assertThat(Logs.end(log)).isEqualTo("hello");
    started.end(List.of(program));
  }

  @Test
  void oneLauncherAtATime() throws IOException {
    var folders = folders();
    try (Launcher first = Objects.requireNonNull(Launcher.become(folders))) {
      assertThat(Launcher.current(folders)).contains(ProcessMark.ours());
      first.detach(true);
      assertThat(Launcher.isDetached(folders)).isTrue();
      first.detach(false);
      assertThat(Launcher.isDetached(folders)).isFalse();
    }
    assertThat(Launcher.current(folders)).isEmpty();
  }

  @Test
  void saysWhoHasAPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "127.0.0.1:" + socket.getLocalPort();
      var program =
          new Program("pilot", Stage.CONTROL, List.of(), URI.create("http://x/"), List.of(port));

      assertThat(Ports.faults(program))
          .singleElement()
          .asString()
          .startsWith("pilot needs port " + port + ", which is taken")
          .contains("process " + ProcessHandle.current().pid());
    }
  }

  private Folders folders() throws IOException {
    var folders = new Folders(home, home.resolve(".mesh"));
    folders.make();
    return folders;
  }

  private static Program sleeper(String name) {
    return program(name, List.of("sleep", "600"));
  }

  private static Program program(String name, List<String> command) {
    return new Program(
        name, Stage.WORKLOAD, command, URI.create("http://127.0.0.1:1/"), List.of("127.0.0.1:1"));
  }
}
