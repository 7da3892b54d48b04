package mesh.identity.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import istio.v1.auth.IstioCertificateRequest;
import istio.v1.auth.IstioCertificateResponse;
import istio.v1.auth.IstioCertificateServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import mesh.identity.pem.Pem;
import org.jspecify.annotations.Nullable;

/**
 * {@code istio.v1.auth.IstioCertificateService/CreateCertificate} over TLS, on a connection for
 * each call: hours lie between them.
 */
final class CaCall implements SigningCall {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_CERTIFICATES = 16;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final IdentitySettings settings;

  CaCall(IdentitySettings settings) {
    this.settings = settings;
  }

  @Override
  public List<X509Certificate> sign(String csr, Duration ttl, Proof proof)
      throws NotSignedException {
    ManagedChannel channel = open(proof);
    try {
      var request =
          IstioCertificateRequest.newBuilder()
              .setCsr(csr)
              .setValidityDuration(ttl.toSeconds())
              .build();
      return chain(
          IstioCertificateServiceGrpc.newBlockingStub(channel)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(proof)))
              .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .createCertificate(request));
    } catch (StatusRuntimeException e) {
      throw refusal(e, proof);
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel open(Proof proof) throws NotSignedException {
    var tls = TlsChannelCredentials.newBuilder().trustManager(new PinnedTrust(settings.pinned()));
    if (proof instanceof Proof.Certificate(Identity own)) {
      try {
        tls.keyManager(stream(own.chainPem()), stream(own.keyPem()));
      } catch (IOException e) {
        throw new IllegalStateException("A text can be read", e);
      }
    }
    ChannelCredentials credentials = tls.build();
    return Grpc.newChannelBuilderForAddress(settings.host(), settings.port(), credentials).build();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static Metadata headers(Proof proof) {
    var headers = new Metadata();
    if (proof instanceof Proof.Token(String token)) {
      headers.put(AUTHORIZATION, "Bearer " + token);
    }
    return headers;
  }

  private static List<X509Certificate> chain(IstioCertificateResponse response)
      throws NotSignedException {
    if (response.getCertChainCount() > MOST_CERTIFICATES) {
      throw NotSignedException.because(
          "the answer has " + response.getCertChainCount() + " certificates");
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (String pem : response.getCertChainList()) {
        chain.addAll(Pem.certificates(pem));
      }
      return chain;
    } catch (IOException e) {
      throw NotSignedException.because("the answer cannot be read: " + e.getMessage());
    }
  }

  private NotSignedException refusal(StatusRuntimeException e, Proof proof) {
    Status status = e.getStatus();
    Throwable fault = root(status.getCause());
    String said = status.getDescription() == null ? "" : ": " + status.getDescription();
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          NotSignedException.proofRefused("the authority refuses the " + proof + said);
      case UNAVAILABLE -> {
        if (fault instanceof CertificateException) {
          yield NotSignedException.because(
              "whoever is at " + settings.address() + " is not trusted: " + fault.getMessage());
        }
        String why = settings.address() + " cannot be reached: " + told(fault, said);
        yield fault instanceof SSLException && proof instanceof Proof.Certificate
            ? NotSignedException.proofRefused(why)
            : NotSignedException.because(why);
      }
      case DEADLINE_EXCEEDED ->
          NotSignedException.because(
              settings.address() + " does not answer within " + PATIENCE.toSeconds() + " seconds");
      case CANCELLED -> NotSignedException.because("this process ends");
      default ->
          NotSignedException.because("the authority answers " + status.getCode().name() + said);
    };
  }

  private static String told(@Nullable Throwable fault, String said) {
    if (fault == null) {
      return said.isEmpty() ? "no reason is given" : said.substring(2);
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }

  private static @Nullable Throwable root(@Nullable Throwable fault) {
    Throwable at = fault;
    while (at != null && at.getCause() != null && !(at instanceof CertificateException)) {
      at = at.getCause();
    }
    return at;
  }
}
