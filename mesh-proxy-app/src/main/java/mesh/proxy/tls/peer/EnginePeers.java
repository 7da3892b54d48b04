package mesh.proxy.tls.peer;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.net.Socket;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks peers on behalf of one TLS context, by what each connection asks for. Shared by all loops.
 *
 * <p>The check belongs to the connection, not to the context, so that clusters which differ in
 * nothing but their peers' names share one context. BoringSSL's engines are looked up; the JDK's
 * carry it among their parameters, for Netty wraps those and the wrapper is not what asks here.
 */
public final class EnginePeers extends X509ExtendedTrustManager {

  private final ConcurrentHashMap<SSLEngine, Expectation> expected = new ConcurrentHashMap<>();
  private final X509Certificate[] issuers;

  /**
   * What one connection asks for.
   *
   * @param names instead of the configured ones; empty keeps those
   * @param serverName SNI sent; may be empty
   */
  public record Expectation(PeerCheck check, List<String> names, String serverName) {

    /** Decides on the peer of this connection. */
    public Peer decide(X509Certificate[] chain, Purpose purpose) throws CertificateException {
      return check.check(chain, purpose, names, serverName);
    }
  }

  /**
   * For one context.
   *
   * @param issuers named to clients when they are asked for a certificate
   */
  public EnginePeers(List<X509Certificate> issuers) {
    this.issuers = issuers.toArray(X509Certificate[]::new);
  }

  /** Constraints that allow everything and carry what is asked of the peer. */
  private record Carrier(Expectation expectation) implements AlgorithmConstraints {

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters with) {
      return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        Key key,
        @Nullable AlgorithmParameters with) {
      return true;
    }
  }

  /** Before the handshake of {@code engine}. */
  public void expect(SSLEngine engine, Expectation expectation) {
    if (engine instanceof ReferenceCountedOpenSslEngine) {
      expected.put(engine, expectation);
    } else {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setAlgorithmConstraints(new Carrier(expectation)); // beside the JDK's own
      engine.setSSLParameters(parameters);
    }
  }

  /** After the handshake of {@code engine}, or its failure. */
  public void forget(SSLEngine engine) {
    expected.remove(engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, Purpose.CLIENT, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, Purpose.SERVER, engine);
  }

  private void check(X509Certificate[] chain, Purpose purpose, SSLEngine engine)
      throws CertificateException {
    Expectation expectation =
        engine instanceof ReferenceCountedOpenSslEngine
            ? expected.get(engine)
            : engine.getSSLParameters().getAlgorithmConstraints()
                    instanceof Carrier(Expectation carried)
                ? carried
                : null;
    if (expectation == null) {
      throw new CertificateException("No expectation was set for this connection");
    }
    try {
      expectation.decide(chain, purpose);
    } catch (PeerRefused refused) {
      throw new OpenSslCertificateException(refused.getMessage(), refused, refused.verifyError());
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers.clone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  private static CertificateException withoutEngine() {
    return new CertificateException("Peers are checked by connection: an SSLEngine is needed");
  }
}
