package mesh.testkit;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import istio.v1.auth.IstioCertificateRequest;
import istio.v1.auth.IstioCertificateResponse;
import istio.v1.auth.IstioCertificateServiceGrpc.IstioCertificateServiceImplBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import mesh.identity.Svid;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Signs over TLS as the authority of a mesh does, for single-use tokens and for certificates of its
 * own. The module that uses it has a gRPC transport. Shared by all threads.
 */
public final class TestCa implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Caller> CALLER = Context.key("caller");
  private static final int LONGEST_SECONDS = 86_400;

  private final TestAuthority authority;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final List<String> callers = new CopyOnWriteArrayList<>();
  private final Server server;

  private TestCa(TestAuthority authority, int port) {
    this.authority = authority;
    TestAuthority.Issued own = authority.issue("localhost");
    try {
      this.server =
          Grpc.newServerBuilderForPort(
                  port,
                  TlsServerCredentials.newBuilder()
                      .keyManager(
                          stream(own.certificatePem() + own.rootPem()), stream(own.keyPem()))
                      .trustManager(stream(authority.rootPem()))
                      .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                      .build())
              .addService(new Signing())
              .intercept(new Callers())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs from now on, at a free port of localhost. */
  public static TestCa of(TestAuthority authority) {
    return new TestCa(authority, 0);
  }

  /** The same at a port, such as that of one that was closed. */
  public static TestCa of(TestAuthority authority, int port) {
    return new TestCa(authority, port);
  }

  /** The address for callers. */
  public String address() {
    return "localhost:" + port();
  }

  public int port() {
    return server.getPort();
  }

  /** Lets a token be used once. */
  public TestCa token(String token, String identity) {
    tokens.put(token, identity);
    return this;
  }

  /** How those showed who they are that got a certificate: {@code token}, {@code certificate}. */
  public List<String> callers() {
    return callers;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What a call shows. */
  private record Caller(String token, List<X509Certificate> certificates) {}

  private static final class Callers implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      List<X509Certificate> shown = List.of();
      try {
        var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        shown = List.of((X509Certificate) session.getPeerCertificates()[0]);
      } catch (SSLPeerUnverifiedException e) {
        // it shows none
      }
      String bearer = headers.get(AUTHORIZATION);
      var caller = new Caller(bearer == null ? "" : bearer.replace("Bearer ", ""), shown);
      return Contexts.interceptCall(
          Context.current().withValue(CALLER, caller), call, headers, next);
    }
  }

  private final class Signing extends IstioCertificateServiceImplBase {

    @Override
    public void createCertificate(
        IstioCertificateRequest request, StreamObserver<IstioCertificateResponse> answer) {
      Caller caller = CALLER.get();
      String identity = tokens.remove(caller.token());
      if (identity == null && !caller.certificates().isEmpty()) {
        identity = Svid.id(caller.certificates().getFirst()).toString();
      }
      if (identity == null) {
        answer.onError(
            Status.UNAUTHENTICATED.withDescription("join token is not known").asException());
        return;
      }
      long seconds = request.getValidityDuration();
      try {
        var csr = new PEMParser(new StringReader(request.getCsr())).readObject();
        var key =
            new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) csr).getPublicKey();
        X509Certificate signed =
            authority.sign(
                key, Duration.ofSeconds(seconds == 0 ? LONGEST_SECONDS : seconds), identity);
        callers.add(caller.token().isEmpty() ? "certificate" : "token");
        answer.onNext(
            IstioCertificateResponse.newBuilder()
                .addCertChain(TestAuthority.pem(signed))
                .addCertChain(authority.rootPem())
                .build());
        answer.onCompleted();
      } catch (IOException | GeneralSecurityException e) {
        answer.onError(Status.INVALID_ARGUMENT.withDescription(e.toString()).asException());
      }
    }
  }
}
