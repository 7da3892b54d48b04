package mesh.ca.audit;

import io.micrometer.core.instrument.MeterRegistry;
import org.bouncycastle.cert.X509CertificateHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what was issued and what was refused. Shared by all threads. */
public final class Audit {

  private static final Logger log = LoggerFactory.getLogger("mesh.ca.audit");

  private final MeterRegistry meters;

  public Audit(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * A certificate was issued.
   *
   * @param by how the caller was told
   */
  public void issued(X509CertificateHolder certificate, String identity, String by, String caller) {
    meters.counter("mesh.ca.certificates.issued", "attestor", by).increment();
    log.atInfo()
        .addKeyValue("identity", identity)
        .addKeyValue("serial", certificate.getSerialNumber().toString(16))
        .addKeyValue("until", certificate.getNotAfter().toInstant())
        .addKeyValue("attestor", by)
        .addKeyValue("caller", caller)
        .log("Certificate issued");
  }

  /**
   * A request was refused.
   *
   * @param code of gRPC, lower case
   */
  public void refused(String code, String reason, String caller) {
    meters.counter("mesh.ca.certificates.refused", "code", code).increment();
    log.atWarn()
        .addKeyValue("code", code)
        .addKeyValue("reason", reason)
        .addKeyValue("caller", caller)
        .log("Certificate refused");
  }
}
