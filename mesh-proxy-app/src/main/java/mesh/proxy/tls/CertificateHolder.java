package mesh.proxy.tls;

import org.jspecify.annotations.Nullable;

/** Something that serves with certificates. */
interface CertificateHolder {

  /** Null until they have come. */
  @Nullable CertificatesInUse certificates();
}
