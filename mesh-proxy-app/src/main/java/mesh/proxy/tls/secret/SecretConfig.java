package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * A named secret as it was delivered, whoever delivered it. Immutable; equal if the contents are.
 */
public record SecretConfig(Secret proto) {

  public static final Supported SUPPORTED =
      Supported.of(Secret.getDefaultInstance())
          .fields("name", "tls_certificate", "session_ticket_keys", "validation_context")
          .ignored("generic_secret", "no extension of this proxy asks for one")
          .and(
              CertificateConfig.SUPPORTED,
              TicketKeysConfig.SUPPORTED,
              ValidationConfig.SUPPORTED,
              DataSourceConfig.SUPPORTED);

  public String name() {
    return proto.getName();
  }

  /**
   * As a certificate.
   *
   * @throws InvalidConfigException if it is something else
   */
  public CertificateConfig certificate() {
    require(proto.hasTlsCertificate(), "tls_certificate");
    return ProtoValue.under(
        "tls_certificate", () -> CertificateConfig.parse(proto.getTlsCertificate()));
  }

  /**
   * As the dynamic part of a validation context.
   *
   * @throws InvalidConfigException if it is something else
   */
  public CertificateValidationContext validation() {
    require(proto.hasValidationContext(), "validation_context");
    return proto.getValidationContext();
  }

  /**
   * As keys of session tickets.
   *
   * @throws InvalidConfigException if it is something else
   */
  public TicketKeysConfig ticketKeys() {
    require(proto.hasSessionTicketKeys(), "session_ticket_keys");
    return ProtoValue.under(
        "session_ticket_keys", () -> TicketKeysConfig.parse(proto.getSessionTicketKeys()));
  }

  private void require(boolean given, String kind) {
    if (!given) {
      throw new InvalidConfigException(proto.getName(), proto.getTypeCase(), kind);
    }
  }
}
