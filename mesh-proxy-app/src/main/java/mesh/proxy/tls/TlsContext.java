package mesh.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import mesh.config.InvalidConfigException;
import mesh.proxy.tls.peer.EnginePeers;
import mesh.proxy.tls.secret.Credential;
import org.jspecify.annotations.Nullable;

/**
 * What connections with the same certificates and parameters share: one {@code SSL_CTX}. Immutable.
 *
 * <p>The native context lives until the last holder of this object is gone, so that one who read it
 * just before it was replaced can still use it.
 */
final class TlsContext {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final List<String> TLS13_CIPHERS =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
  private static final int SESSIONS = 1024; // of all clusters that share a context
  private static final int CLIENT_SESSION_SECONDS = 7200; // servers may end them earlier
  private static final int MOST_KEYS = 1024;
  private static final int TICKET_PART = 16;

  private final SslContext ssl;
  private final EnginePeers peers;
  private final @Nullable X509Certificate own;
  private final String[] groups; // for engines of the JDK; empty leaves it to the library

  /**
   * All that a client's context depends on; two clusters with equal ones share it.
   *
   * @param resumes sessions are kept and resumed
   */
  record ClientSettings(
      TlsLibrary library,
      TlsParametersConfig parameters,
      List<String> alpn,
      List<Credential> credentials,
      boolean resumes) {}

  /**
   * All that a server's context depends on.
   *
   * @param issuers named to clients
   * @param tickets keys of 80 bytes, empty for keys of the library, null for no tickets
   */
  record ServerSettings(
      TlsLibrary library,
      TlsParametersConfig parameters,
      List<String> alpn,
      List<Credential> credentials,
      boolean fullScan,
      ClientAuth clientAuth,
      List<X509Certificate> issuers,
      @Nullable List<byte[]> tickets,
      boolean sessionCache,
      int sessionSeconds) {}

  private TlsContext(
      SslContext ssl,
      EnginePeers peers,
      TlsParametersConfig parameters,
      List<Credential> credentials) {
    this.ssl = ssl;
    this.peers = peers;
    this.own = credentials.isEmpty() ? null : credentials.getFirst().leaf();
    this.groups = parameters.curves().stream().map(CurveName::jdk).toArray(String[]::new);
    CLEANER.register(this, () -> ReferenceCountUtil.release(ssl));
  }

  static TlsContext client(ClientSettings settings) {
    var peers = new EnginePeers(List.of());
    var builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm(null);
    if (!settings.credentials.isEmpty()) {
      builder.keyManager(keys(settings.library, settings.credentials, false));
    }
    apply(builder, settings.library, settings.parameters, settings.alpn);
    var context =
        new TlsContext(
            built(settings.library, builder.trustManager(peers)),
            peers,
            settings.parameters,
            settings.credentials);
    if (context.ssl.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(settings.resumes);
      if (settings.resumes) {
        sessions.setTicketKeys(); // no keys: lets servers' tickets in
        sessions.setSessionCacheSize(SESSIONS);
        sessions.setSessionTimeout(CLIENT_SESSION_SECONDS);
      }
    }
    return context;
  }

  static TlsContext server(ServerSettings settings) {
    settings.library.check(settings);
    var peers = new EnginePeers(settings.issuers);
    var builder =
        SslContextBuilder.forServer(keys(settings.library, settings.credentials, settings.fullScan))
            .clientAuth(settings.clientAuth)
            .sessionCacheSize(SESSIONS)
            .sessionTimeout(settings.sessionSeconds);
    apply(builder, settings.library, settings.parameters, settings.alpn);
    var context =
        new TlsContext(
            built(settings.library, builder.trustManager(peers)),
            peers,
            settings.parameters,
            settings.credentials);
    if (context.ssl.sessionContext() instanceof OpenSslServerSessionContext sessions) {
      sessions.setSessionCacheEnabled(settings.sessionCache);
      if (settings.tickets != null) {
        sessions.setTicketKeys(ticketKeys(settings.tickets));
      }
    }
    return context;
  }

  /**
   * A handler for one connection. {@link EnginePeers#forget} follows its handshake.
   *
   * @param sessionKey resumes sessions of equal keys; empty for servers
   */
  SslHandler newHandler(
      ByteBufAllocator allocator, EnginePeers.Expectation expectation, String sessionKey) {
    SslHandler handler =
        sessionKey.isEmpty()
            ? ssl.newHandler(allocator)
            : ssl.newHandler(allocator, sessionKey, 1); // Netty keeps sessions by host and port
    handler.setHandshakeTimeoutMillis(0); // the listener and the pool have their own
    try {
      SSLEngine engine = handler.engine();
      peers.expect(engine, expectation);
      if (groups.length > 0 && !(engine instanceof ReferenceCountedOpenSslEngine)) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNamedGroups(groups);
        engine.setSSLParameters(parameters);
      }
      return handler;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  EnginePeers peers() {
    return peers;
  }

  /**
   * The certificate that we have for a connection which does not say: one with a resumed session,
   * or with a server that did not ask. Null if there is none.
   */
  @Nullable X509Certificate own() {
    return own;
  }

  private static void apply(
      SslContextBuilder builder,
      TlsLibrary library,
      TlsParametersConfig parameters,
      List<String> alpn) {
    builder.sslProvider(library.provider()).protocols(parameters.protocols());
    List<String> ciphers = new ArrayList<>(parameters.ciphers());
    if (parameters.protocols().contains("TLSv1.3")) {
      ciphers.addAll(TLS13_CIPHERS);
    }
    if (library == TlsLibrary.JDK) {
      builder.ciphers(
          ciphers.stream().map(CipherName::iana).toList(), SupportedCipherSuiteFilter.INSTANCE);
    } else {
      builder.ciphers(ciphers, IdentityCipherSuiteFilter.INSTANCE);
      builder.option(OpenSslContextOption.USE_TASKS, false);
      if (!parameters.curves().isEmpty()) {
        builder.option(OpenSslContextOption.GROUPS, parameters.curves().toArray(String[]::new));
      }
    }
    if (!alpn.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              alpn));
    }
  }

  private static KeyManagerFactory keys(
      TlsLibrary library, List<Credential> credentials, boolean fullScan) {
    var factory = new SelectorFactory(new CertificateSelector(credentials, fullScan));
    return library == TlsLibrary.JDK
        ? factory
        : new OpenSslCachingX509KeyManagerFactory(factory, MOST_KEYS);
  }

  private static SslContext built(TlsLibrary library, SslContextBuilder builder) {
    try {
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new InvalidConfigException(
          "common_tls_context", root.getMessage(), "settings that " + library + " takes");
    }
  }

  // 80 bytes as Envoy wants them: name, HMAC-SHA256 key, AES-256 key. The library has 16 bytes for
  // each.
  private static OpenSslSessionTicketKey[] ticketKeys(List<byte[]> keys) {
    var ticketKeys = new OpenSslSessionTicketKey[keys.size()];
    for (int at = 0; at < ticketKeys.length; at++) {
      byte[] key = keys.get(at);
      ticketKeys[at] =
          new OpenSslSessionTicketKey(
              Arrays.copyOfRange(key, 0, TICKET_PART),
              Arrays.copyOfRange(key, TICKET_PART, 2 * TICKET_PART),
              Arrays.copyOfRange(key, 3 * TICKET_PART, 4 * TICKET_PART));
    }
    return ticketKeys;
  }
}
