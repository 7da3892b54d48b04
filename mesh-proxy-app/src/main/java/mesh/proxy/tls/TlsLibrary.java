package mesh.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import mesh.config.InvalidConfigException;

/** Who does TLS. Immutable. */
enum TlsLibrary {
  BORING_SSL(SslProvider.OPENSSL_REFCNT) {
    @Override
    void check(TlsContext.ServerSettings settings) {
      // It can do all of it.
    }

    @Override
    public String toString() {
      return OpenSsl.versionString();
    }
  },

  /**
   * Slower, without a say in session tickets and the cache of sessions, and strict: a client that
   * asks for a name with an underscore by SNI is refused.
   */
  JDK(SslProvider.JDK) {
    @Override
    void check(TlsContext.ServerSettings settings) {
      List<byte[]> tickets = settings.tickets();
      if (tickets == null) {
        throw notHere("disable_stateless_session_resumption", true);
      }
      if (!tickets.isEmpty()) {
        throw notHere("session_ticket_keys", tickets.size() + " keys");
      }
      if (!settings.sessionCache()) {
        throw notHere("disable_stateful_session_resumption", true);
      }
    }

    @Override
    public String toString() {
      return "the JDK's TLS";
    }
  };

  private final SslProvider provider;

  TlsLibrary(SslProvider provider) {
    this.provider = provider;
  }

  /** The better one, where it loads: netty-tcnative has no build for every system. */
  static TlsLibrary available() {
    if (OpenSsl.isAvailable()) {
      return BORING_SSL;
    }
    // Read when the first engine is made: a client's renegotiation costs us more than the client.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    return JDK;
  }

  SslProvider provider() {
    return provider;
  }

  /**
   * Looks for what the library has no means for.
   *
   * @throws InvalidConfigException if there is anything
   */
  abstract void check(TlsContext.ServerSettings settings);

  private static InvalidConfigException notHere(String field, Object value) {
    return new InvalidConfigException(
        field,
        value,
        "nothing where netty-tcnative does not load: the JDK's TLS has no such switch");
  }
}
