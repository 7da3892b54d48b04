package mesh.proxy.tls;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import java.time.Duration;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.tls.secret.SdsConfig;
import mesh.proxy.tls.secret.TicketKeysConfig;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one filter chain. Immutable.
 *
 * @param common what both sides of TLS have in common
 * @param requireCertificate clients without certificate are refused
 * @param tickets how sessions are resumed without state here
 * @param sessionCache sessions of TLS 1.2 are kept here, too
 * @param sessionTimeout how long a session may be resumed
 * @param fullScan all certificates are tried if none fits the SNI; else the first one is taken
 * @param clientCiphersFirst the client's order of ciphers counts
 */
public record DownstreamTlsConfig(
    TlsConfig common,
    boolean requireCertificate,
    Tickets tickets,
    boolean sessionCache,
    Duration sessionTimeout,
    boolean fullScan,
    boolean clientCiphersFirst) {

  /** Fields of {@code DownstreamTlsContext} and of all below. */
  public static final Supported SUPPORTED =
      Supported.of(DownstreamTlsContext.getDefaultInstance())
          .fields(
              "common_tls_context",
              "require_client_certificate",
              "session_ticket_keys",
              "session_ticket_keys_sds_secret_config",
              "disable_stateless_session_resumption",
              "disable_stateful_session_resumption",
              "session_timeout",
              "full_scan_certs_on_sni_mismatch",
              "prefer_client_ciphers")
          .and(TlsConfig.SUPPORTED, TicketKeysConfig.SUPPORTED);

  private static final Duration USUAL_SESSION = Duration.ofHours(2);

  /** Where the keys of session tickets come from. */
  sealed interface Tickets {

    /** None are issued. */
    record Off() implements Tickets {}

    /** The library makes and changes keys. */
    record Own() implements Tickets {}

    /** Written in the configuration. */
    record Given(TicketKeysConfig keys) implements Tickets {}

    /** Fetched by name. */
    record Fetched(SdsConfig secret) implements Tickets {}
  }

  /**
   * Reads the message.
   *
   * @throws InvalidConfigException with a field relative to it
   */
  public static DownstreamTlsConfig parse(DownstreamTlsContext proto) {
    TlsConfig common =
        ProtoValue.under(
            "common_tls_context",
            () -> TlsConfig.parse(proto.getCommonTlsContext(), TlsProtocol.TLSv1_3, false));
    if (common.certificates().isEmpty() && common.certificateSecrets().isEmpty()) {
      throw new InvalidConfigException(
          "common_tls_context.tls_certificates", "[]", "at least one certificate for a server");
    }
    return new DownstreamTlsConfig(
        common,
        proto.getRequireClientCertificate().getValue(),
        tickets(proto),
        !proto.getDisableStatefulSessionResumption(),
        proto.hasSessionTimeout() ? ProtoValue.duration(proto.getSessionTimeout()) : USUAL_SESSION,
        proto.getFullScanCertsOnSniMismatch().getValue(),
        proto.getPreferClientCiphers());
  }

  /** The secret with the ticket keys, if there is one. */
  @Nullable SdsConfig ticketSecret() {
    return tickets instanceof Tickets.Fetched(SdsConfig secret) ? secret : null;
  }

  private static Tickets tickets(DownstreamTlsContext proto) {
    return switch (proto.getSessionTicketKeysTypeCase()) {
      case SESSION_TICKET_KEYS ->
          ProtoValue.under(
              "session_ticket_keys",
              () -> new Tickets.Given(TicketKeysConfig.parse(proto.getSessionTicketKeys())));
      case SESSION_TICKET_KEYS_SDS_SECRET_CONFIG ->
          ProtoValue.under(
              "session_ticket_keys_sds_secret_config",
              () ->
                  new Tickets.Fetched(
                      SdsConfig.parse(proto.getSessionTicketKeysSdsSecretConfig())));
      case DISABLE_STATELESS_SESSION_RESUMPTION ->
          proto.getDisableStatelessSessionResumption() ? new Tickets.Off() : new Tickets.Own();
      case SESSIONTICKETKEYSTYPE_NOT_SET -> new Tickets.Own();
    };
  }
}
