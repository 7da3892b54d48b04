package mesh.proxy.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

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

  /** Answers every request with 200 and a body. */
  static TcpServer http(String body) {
    return new TcpServer(
        connection -> {
          var in =
              new BufferedReader(
                  new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
              String head = "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n";
              connection.getOutputStream().write((head + body).getBytes());
            }
          }
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
