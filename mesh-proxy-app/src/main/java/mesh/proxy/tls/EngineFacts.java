package mesh.proxy.tls;

import io.netty.handler.ssl.OpenSslSession;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;

/**
 * What engines know and the JDK's interfaces do not tell, or tell in a form that is too strict:
 * names of services have underscores, which {@link SNIHostName} refuses.
 */
final class EngineFacts {

  private EngineFacts() {}

  /** A name as it is, of any characters. */
  private static final class AnyName extends SNIServerName {

    AnyName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Sets the SNI that a client sends; none if {@code name} is empty. */
  static void sendServerName(SSLEngine engine, String name) {
    if (name.isEmpty()) {
      return;
    }
    if (engine instanceof ReferenceCountedOpenSslEngine open) {
      SSL.setTlsExtHostName(open.sslPointer(), name);
    } else {
      var parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new AnyName(name)));
      engine.setSSLParameters(parameters);
    }
  }

  /** SNI that the client of this server sent; empty if there was none. */
  static String receivedServerName(SSLEngine engine, SSLSession session) {
    if (engine instanceof ReferenceCountedOpenSslEngine open) {
      String name = SSL.getSniHostname(open.sslPointer());
      return name == null ? "" : name;
    }
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name.getType() == StandardConstants.SNI_HOST_NAME) {
          return new String(name.getEncoded(), StandardCharsets.UTF_8);
        }
      }
    }
    return "";
  }

  /** Group of the key exchange under OpenSSL's name; empty if it is not known. */
  static String curve(SSLSession session) {
    String group = session instanceof OpenSslSession open ? open.getNamedGroup() : null;
    return group == null ? "" : group;
  }

  /** True if the handshake resumed a session; not known of the JDK's engine. */
  static boolean isReused(SSLEngine engine) {
    return engine instanceof ReferenceCountedOpenSslEngine open
        && SSL.isSessionReused(open.sslPointer());
  }

  /** Lets the client's order of ciphers count. */
  static void preferClientCiphers(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine open) {
      SSL.clearOptions(open.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
    } else {
      var parameters = engine.getSSLParameters();
      parameters.setUseCipherSuitesOrder(false);
      engine.setSSLParameters(parameters);
    }
  }
}
