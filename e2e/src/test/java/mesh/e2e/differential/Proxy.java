package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A proxy under test, as a child process on a configuration file. */
final class Proxy implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Path JAR = Path.of("..", "mesh-proxy-app", "target", "mesh-proxy-app.jar");

  private static final int FIRST_PORT = 10000;
  private static final int LAST_PORT = 32000;
  private static int nextPort = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);

  /** Which program it is. */
  enum Kind {
    ENVOY,
    MESH;

    List<String> command(Path config) {
      return switch (this) {
        case ENVOY ->
            List.of(
                envoy(),
                "-c",
                config.toString(),
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--log-level",
                "error",
                "--file-flush-interval-msec",
                "20");
        case MESH ->
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                JAR.toString(),
                "--mesh.proxy.config=" + config,
                "--mesh.proxy.concurrency=1",
                "--mesh.proxy.drain-time=1s", // what hangs at the end is logged all the same
                "--server.port=0");
      };
    }

    private static String envoy() {
      String peers = System.getenv("MESH_PEERS");
      Path folder =
          peers != null
              ? Path.of(peers)
              : Path.of(System.getProperty("user.home"), ".cache", "reactive-mesh", "peers");
      Path envoy = folder.resolve("bin").resolve("envoy");
      if (!Files.isExecutable(envoy)) {
        throw new IllegalStateException("No Envoy at " + envoy + ": run .ci/peers.sh envoy");
      }
      return envoy.toString();
    }
  }

  private final Process process;
  private final Path output;
  private final int adminPort;

  private Proxy(Process process, Path output, int adminPort) {
    this.process = process;
    this.output = output;
    this.adminPort = adminPort;
  }

  /** Starts it; it may turn out not to like its configuration. */
  static Proxy start(Kind kind, Path config, Path output, int adminPort) throws IOException {
    Process process =
        new ProcessBuilder(kind.command(config))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Proxy(process, output, adminPort);
  }

  /** Whether it would start on this configuration; its output says why not. */
  static boolean accepts(Kind kind, Path config, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(kind.command(config));
    command.addAll(List.of("--mode", "validate"));
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor()
        == 0;
  }

  /** Waits until it serves; false if it has ended instead. */
  boolean awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (process.isAlive()) {
      if (admin("/ready").contains("LIVE") || output().contains("Proxy is ready")) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Not ready after " + START + ":\n" + output());
      }
      Thread.sleep(20);
    }
    return false;
  }

  /** What an admin page says; empty if nobody answers. */
  String admin(String path) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort), 1000);
      socket.setSoTimeout(5000);
      String request =
          "GET %s HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n".formatted(path);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      byte[] all = socket.getInputStream().readAllBytes();
      return new String(Http1.responses(all, List.of("GET"), true).getFirst().body(), UTF_8);
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Asks it to end, so that it writes its logs out. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ports that nobody has: below the ephemeral range, so that no outgoing connection takes one. */
  static synchronized List<Integer> freePorts(int count) {
    List<Integer> free = new ArrayList<>();
    while (free.size() < count) {
      nextPort = nextPort < LAST_PORT ? nextPort + 1 : FIRST_PORT;
      if (free(nextPort)) {
        free.add(nextPort);
      }
    }
    return free;
  }

  private static boolean free(int port) {
    try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
