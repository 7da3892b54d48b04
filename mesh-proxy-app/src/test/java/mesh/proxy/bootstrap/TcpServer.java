package mesh.proxy.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An upstream on a real socket: one thread for each connection. */
final class TcpServer implements AutoCloseable {

  private final ServerSocket socket;

  /** What it does with a connection. */
  interface Behaviour {

    void serve(Socket connection) throws IOException;
  }

  TcpServer(Behaviour behaviour) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  /** Sends back what it reads, and a word of farewell when the client has ended. */
  static TcpServer echo() {
    return new TcpServer(
        connection -> {
          connection.getInputStream().transferTo(connection.getOutputStream());
          connection.getOutputStream().write("BYE".getBytes());
        });
  }

  /** Speaks first. */
  static TcpServer greeting(String text) {
    return new TcpServer(
        connection -> {
          connection.getOutputStream().write(text.getBytes());
          connection.getOutputStream().flush();
          connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept(Behaviour behaviour) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(behaviour, connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Behaviour behaviour, Socket connection) {
    try (connection) {
      behaviour.serve(connection);
    } catch (IOException e) {
      // the client is gone
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
