package mesh.proxy.tls;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/**
 * TLS of one cluster, or of one of its transport socket matches. Immutable.
 *
 * @param common what both sides of TLS have in common
 * @param serverName SNI; may be empty
 * @param hostNameFirst an endpoint's own name replaces {@code serverName}
 * @param resumes sessions are kept and resumed ({@code max_session_keys} is not 0; how many are
 *     kept is up to all clusters with equal settings together)
 */
public record UpstreamTlsConfig(
    TlsConfig common, String serverName, boolean hostNameFirst, boolean resumes) {

  /** Fields of {@code UpstreamTlsContext} and of all below. */
  public static final Supported SUPPORTED =
      Supported.of(UpstreamTlsContext.getDefaultInstance())
          .fields(
              "common_tls_context",
              "sni",
              "auto_host_sni",
              "auto_sni_san_validation",
              "max_session_keys")
          .and(TlsConfig.SUPPORTED);

  /**
   * Reads the message.
   *
   * @throws InvalidConfigException with a field relative to it
   */
  public static UpstreamTlsConfig parse(UpstreamTlsContext proto) {
    TlsConfig common =
        ProtoValue.under(
            "common_tls_context",
            () ->
                TlsConfig.parse(
                    proto.getCommonTlsContext(),
                    TlsProtocol.TLSv1_2,
                    proto.getAutoSniSanValidation()));
    int certificates = common.certificates().size() + common.certificateSecrets().size();
    if (certificates > 1) {
      throw new InvalidConfigException(
          "common_tls_context.tls_certificates",
          certificates,
          "at most one certificate of a client");
    }
    if (proto.getSni().indexOf('\0') >= 0) {
      throw new InvalidConfigException("sni", proto.getSni(), "no NUL in it");
    }
    return new UpstreamTlsConfig(
        common,
        proto.getSni(),
        proto.getAutoHostSni(),
        !proto.hasMaxSessionKeys() || proto.getMaxSessionKeys().getValue() != 0);
  }
}
