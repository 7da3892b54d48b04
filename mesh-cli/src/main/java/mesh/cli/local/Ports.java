package mesh.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether ports can be taken, and who has them. */
final class Ports {

  private static final String LISTENING = "0A";
  private static final int ADDRESS = 1; // fields of a line of /proc/net/tcp
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Ports() {}

  /**
   * What is wrong with the ports of a program.
   *
   * @return one sentence for each, ready to be shown
   */
  static List<String> faults(Program program) {
    return program.ports().stream()
        .map(port -> fault(program.name(), port))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static @Nullable String fault(String program, String port) {
    InetSocketAddress address = address(port);
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return null;
    } catch (IOException e) {
      String text = String.valueOf(e.getMessage());
      if (text.contains("assign")) {
        return "%s needs the address %s, which this machine does not have (on macOS: sudo ifconfig lo0 alias %s)"
            .formatted(program, address.getHostString(), address.getHostString());
      }
      return "%s needs port %s, which is taken%s"
          .formatted(program, port, holder(address.getPort()).map(who -> " by " + who).orElse(""));
    }
  }

  static InetSocketAddress address(String port) {
    int colon = port.lastIndexOf(':');
    return new InetSocketAddress(
        port.substring(0, colon), Integer.parseInt(port.substring(colon + 1)));
  }

  static String text(InetAddress address, int port) {
    return address.getHostAddress() + ":" + port;
  }

  /** Who listens on a port, as far as the system tells us. */
  static Optional<String> holder(int port) {
    List<String> sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(table -> lines(Path.of(table)))
            .map(line -> line.strip().split("\\s+"))
            .filter(field -> field.length > INODE && field[STATE].equals(LISTENING))
            .filter(field -> field[ADDRESS].endsWith(":%04X".formatted(port)))
            .map(field -> "socket:[" + field[INODE] + "]")
            .toList();
    return ProcessHandle.allProcesses()
        .filter(process -> sockets.stream().anyMatch(socket -> holds(process.pid(), socket)))
        .findFirst()
        .map(Ports::told);
  }

  private static String told(ProcessHandle process) {
    String command = process.info().command().orElse("a process");
    String name = command.substring(command.lastIndexOf('/') + 1);
    return "%s, process %d: end it, or change the port".formatted(name, process.pid());
  }

  private static boolean holds(long pid, String socket) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.anyMatch(file -> socket.equals(target(file)));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // gone, or of somebody else
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.of();
    }
  }
}
