package mesh.cli.jvm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short life of an app, from which the JVM learns what a start and a request need. */
interface Training {

  long PATIENCE_SECONDS = 120; // a busy machine with two cores takes 40

  /**
   * Makes the cache.
   *
   * @throws IOException if the app does not serve, or the JVM writes no cache
   */
  void run(AppJvm jvm, Path cache) throws IOException, InterruptedException;

  /** What is done while the app runs. */
  @FunctionalInterface
  interface Lesson {
    void give(Process app) throws IOException, InterruptedException;
  }

  /**
   * Starts the app, gives the lesson, ends the app; writing the cache is part of the end.
   *
   * @param log where the app's output goes
   */
  static void run(AppJvm jvm, Path cache, List<String> arguments, Path log, Lesson lesson)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(flags(cache));
    Process app =
        new ProcessBuilder(jvm.commandLine(flags, arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Thread killer = Thread.ofPlatform().unstarted(app::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      lesson.give(app);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "\n" + Files.readString(log).strip(), e);
    } finally {
      app.destroy();
      if (!app.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        app.destroyForcibly().waitFor();
      }
    }
    Runtime.getRuntime().removeShutdownHook(killer);
    if (!Files.isReadable(cache)) {
      throw new IOException("the JVM wrote no cache:\n" + Files.readString(log).strip());
    }
  }

  /** Flags of a JVM that writes the cache at its end. */
  static List<String> flags(Path cache) {
    return List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot=off", "-Xlog:cds=off");
  }

  /** A port of loopback that nobody uses now. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
