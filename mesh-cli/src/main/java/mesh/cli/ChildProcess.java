package mesh.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one program in the foreground, as if this process were it. */
final class ChildProcess {

  private static final long STOP_SECONDS = 60;

  private ChildProcess() {}

  /**
   * Shares stdin, stdout and stderr with the child, hands a stop on to it and waits for it.
   *
   * @return the child's exit code
   */
  static int run(List<String> commandLine) throws IOException, InterruptedException {
    return run(commandLine, child -> {});
  }

  /**
   * As {@link #run(List)}.
   *
   * @param beside runs on a thread of its own, and is not waited for
   */
  static int run(List<String> commandLine, Consumer<Process> beside)
      throws IOException, InterruptedException {
    Process child = new ProcessBuilder(commandLine).inheritIO().start();
    Thread stop = Thread.ofPlatform().unstarted(() -> stop(child));
    Runtime.getRuntime().addShutdownHook(stop);
    Thread.ofPlatform().daemon().start(() -> beside.accept(child));
    int code = child.waitFor();
    // Not removed: while a shutdown runs, removal throws, and for a dead child the hook does
    // nothing.
    return code;
  }

  // SIGTERM, SIGINT and SIGHUP of this process all end up here; destroy() sends SIGTERM.
  private static void stop(Process child) {
    if (!child.isAlive()) {
      return;
    }
    child.destroy();
    try {
      if (!child.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
      // Ours would be 143, however well the child ended.
      Runtime.getRuntime().halt(child.waitFor());
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
