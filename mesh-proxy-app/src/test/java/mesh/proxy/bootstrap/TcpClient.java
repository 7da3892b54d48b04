package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import mesh.testkit.TestAuthority;
import org.jspecify.annotations.Nullable;

/** A client on a real socket, plain or with TLS. */
final class TcpClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  private TcpClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  static TcpClient connect(int port) throws IOException {
    return new TcpClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * With TLS, trusting everybody.
   *
   * @param identity null for a client without certificate
   */
  static TcpClient tls(int port, String serverName, TestAuthority.@Nullable Issued identity)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = null;
    if (identity != null) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "client",
          identity.key().getPrivate(),
          new char[0],
          new X509Certificate[] {identity.certificate()});
      keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, new char[0]);
    }
    var context = SSLContext.getInstance("TLS");
    context.init(
        keys == null ? null : keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    return new TcpClient(socket);
  }

  TcpClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  TcpClient endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  String read(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
  }

  String readAll() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException e) {
      assertThat(e).hasMessage("Connection reset"); // an end as well
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Everything up to and including some text. */
  String readUntil(String end) throws IOException {
    var all = new StringBuilder();
    while (all.indexOf(end) < 0) {
      String next = read(1);
      if (next.isEmpty()) {
        throw new AssertionError("Ended after: " + all);
      }
      all.append(next);
    }
    return all.toString();
  }

  /** Waits until nobody listens at a port. */
  static void awaitRefusal(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (accepts(port)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Port " + port + " still accepts");
      }
      Thread.sleep(5);
    }
  }

  private static boolean accepts(int port) throws IOException {
    try (var probe = connect(port)) {
      return probe.socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  /** The server's certificate. */
  X509Certificate serverCertificate() throws IOException {
    return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Files of an identity below a folder. */
  static TestAuthority.PemFiles files(TestAuthority authority, Path folder, String... names) {
    return authority.issue(names).writeTo(folder);
  }

  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
