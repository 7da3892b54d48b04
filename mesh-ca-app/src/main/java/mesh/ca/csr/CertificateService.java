package mesh.ca.csr;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import istio.v1.auth.IstioCertificateRequest;
import istio.v1.auth.IstioCertificateResponse;
import istio.v1.auth.IstioCertificateServiceGrpc.IstioCertificateServiceImplBase;
import java.time.Duration;
import java.util.Locale;
import mesh.ca.attest.Attestors;
import mesh.ca.attest.Caller;
import mesh.ca.attest.NotAttestedException;
import mesh.ca.audit.Audit;
import mesh.ca.issue.Issuer;
import mesh.ca.issue.Lifetimes;
import mesh.ca.issue.ServerNames;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing call. Shared by all threads. The request is checked before the caller, so that a
 * broken one does not use up a token.
 */
public final class CertificateService extends IstioCertificateServiceImplBase {

  private static final Logger log = LoggerFactory.getLogger(CertificateService.class);

  private final Attestors attestors;
  private final Lifetimes lifetimes;
  private final ServerNames names;
  private final Issuer issuer;
  private final Audit audit;

  /**
   * A service.
   *
   * @param names that some identities have beside the URI
   */
  public CertificateService(
      Attestors attestors, Lifetimes lifetimes, ServerNames names, Issuer issuer, Audit audit) {
    this.attestors = attestors;
    this.lifetimes = lifetimes;
    this.names = names;
    this.issuer = issuer;
    this.audit = audit;
  }

  @Override
  public void createCertificate(
      IstioCertificateRequest request, StreamObserver<IstioCertificateResponse> answer) {
    Caller caller = CallerContext.current();
    try {
      SigningRequest signing = SigningRequest.parse(request.getCsr());
      Duration lifetime = lifetimes.of(request.getValidityDuration());
      RequestMetadata.require(request.getMetadata());
      Attestors.Attested attested = attestors.attest(caller, signing.identity());
      SpiffeId identity = attested.identity();
      Issuer.Issued issued = issuer.issue(signing.key(), identity, names.of(identity), lifetime);
      audit.issued(
          issued.certificate(), attested.identity().toString(), attested.by(), caller.address());
      answer.onNext(response(issued));
      answer.onCompleted();
    } catch (InvalidConfigException e) {
      refuse(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()), caller, answer);
    } catch (NotAttestedException e) {
      refuse(Status.UNAUTHENTICATED, String.valueOf(e.getMessage()), caller, answer);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Certificate cannot be issued");
      refuse(Status.INTERNAL, "the authority has a problem; its log says which", caller, answer);
    }
  }

  private static IstioCertificateResponse response(Issuer.Issued issued) {
    return IstioCertificateResponse.newBuilder()
        .addCertChain(issued.pem())
        .addAllCertChain(issued.by().pems())
        .build();
  }

  private void refuse(Status status, String reason, Caller caller, StreamObserver<?> answer) {
    audit.refused(status.getCode().name().toLowerCase(Locale.ROOT), reason, caller.address());
    answer.onError(status.withDescription(reason).asRuntimeException());
  }
}
