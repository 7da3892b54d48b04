package mesh.proxy.bootstrap.discovery;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import mesh.identity.client.Identity;
import mesh.identity.client.IdentityListener;
import mesh.proxy.tls.secret.SecretResource;
import mesh.proxy.xds.source.OwnSource;

/**
 * Our own key, certificate and roots as the secrets that Istio's agent serves beside a proxy: what
 * a control plane writes for the one works with the other.
 */
public final class OwnSecrets implements IdentityListener {

  private static final String CLUSTER = "sds-grpc";
  private static final String CERTIFICATE = "default";
  private static final String ROOTS = "ROOTCA";

  private final OwnSource<Secret> source;

  /**
   * Nothing is there yet.
   *
   * @param cold the configuration thread
   */
  public OwnSecrets(ScheduledExecutorService cold) {
    this.source = new OwnSource<>(CLUSTER, SecretResource.TYPE, Set.of(CERTIFICATE, ROOTS), cold);
  }

  OwnSource<Secret> source() {
    return source;
  }

  @Override
  public void renewed(Identity identity) { // roots first: peers with new ones are known before ours
    String version = identity.leaf().getSerialNumber().toString(16);
    var roots = CertificateValidationContext.newBuilder().setTrustedCa(inline(identity.rootsPem()));
    source.publish(Secret.newBuilder().setName(ROOTS).setValidationContext(roots).build(), version);
    var certificate =
        TlsCertificate.newBuilder()
            .setCertificateChain(inline(identity.chainPem()))
            .setPrivateKey(inline(identity.keyPem()));
    source.publish(
        Secret.newBuilder().setName(CERTIFICATE).setTlsCertificate(certificate).build(), version);
  }

  private static DataSource inline(String pem) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFromUtf8(pem)).build();
  }
}
