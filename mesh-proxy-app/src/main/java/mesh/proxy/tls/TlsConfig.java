package mesh.proxy.tls;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.tls.secret.CertificateConfig;
import mesh.proxy.tls.secret.SdsConfig;
import mesh.proxy.tls.secret.SecretConfig;
import mesh.proxy.tls.secret.ValidationConfig;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of TLS have in common. Immutable.
 *
 * @param certificates written here; if there are any, {@code certificateSecrets} is empty
 * @param certificateSecrets fetched by name
 * @param alpn protocols, preferred first; may be empty
 */
record TlsConfig(
    TlsParametersConfig parameters,
    List<CertificateConfig> certificates,
    List<SdsConfig> certificateSecrets,
    Validation validation,
    List<String> alpn) {

  static final Supported SUPPORTED =
      Supported.of(CommonTlsContext.getDefaultInstance())
          .fields(
              "tls_params",
              "tls_certificates",
              "tls_certificate_sds_secret_configs",
              "validation_context",
              "validation_context_sds_secret_config",
              "combined_validation_context",
              "alpn_protocols")
          .and(
              TlsParametersConfig.SUPPORTED,
              CertificateConfig.SUPPORTED,
              ValidationConfig.SUPPORTED,
              SdsConfig.SUPPORTED,
              Supported.of(CombinedCertificateValidationContext.getDefaultInstance())
                  .fields("default_validation_context", "validation_context_sds_secret_config"));

  TlsConfig {
    certificates = List.copyOf(certificates);
    certificateSecrets = List.copyOf(certificateSecrets);
    alpn = List.copyOf(alpn);
  }

  /**
   * How peers are checked.
   *
   * @param fixed written here
   * @param secret fetched by name and merged into {@code fixed}; null if there is none
   * @param serverName {@code auto_sni_san_validation}
   */
  record Validation(
      CertificateValidationContext fixed, @Nullable SdsConfig secret, boolean serverName) {

    /**
     * The whole.
     *
     * @param fetched the secret; null if there is none to be merged
     */
    ValidationConfig merged(@Nullable SecretConfig fetched) {
      var whole = fixed.toBuilder();
      if (fetched != null) {
        whole.mergeFrom(fetched.validation());
      }
      return ValidationConfig.parse(whole.build(), serverName);
    }
  }

  /**
   * Reads the message.
   *
   * @param newest TLS version that is used if the message names no maximum
   * @param serverName {@code auto_sni_san_validation}
   */
  static TlsConfig parse(CommonTlsContext proto, TlsProtocol newest, boolean serverName) {
    List<CertificateConfig> certificates =
        each("tls_certificates", proto.getTlsCertificatesList(), CertificateConfig::parse);
    List<SdsConfig> secrets =
        certificates.isEmpty()
            ? each(
                "tls_certificate_sds_secret_configs",
                proto.getTlsCertificateSdsSecretConfigsList(),
                SdsConfig::parse)
            : List.of();
    var config =
        new TlsConfig(
            ProtoValue.under(
                "tls_params", () -> TlsParametersConfig.parse(proto.getTlsParams(), newest)),
            certificates,
            secrets,
            validation(proto, serverName),
            alpn(proto.getAlpnProtocolsList()));
    if (config.validation.secret == null) {
      ProtoValue.under(validationField(proto), () -> config.validation.merged(null));
    }
    return config;
  }

  private static Validation validation(CommonTlsContext proto, boolean serverName) {
    var nothing = CertificateValidationContext.getDefaultInstance();
    return switch (proto.getValidationContextTypeCase()) {
      case VALIDATION_CONTEXT -> new Validation(proto.getValidationContext(), null, serverName);
      case VALIDATION_CONTEXT_SDS_SECRET_CONFIG ->
          new Validation(
              nothing,
              secret(validationField(proto), proto.getValidationContextSdsSecretConfig()),
              serverName);
      case COMBINED_VALIDATION_CONTEXT -> {
        var combined = proto.getCombinedValidationContext();
        yield new Validation(
            combined.getDefaultValidationContext(),
            secret(
                validationField(proto) + ".validation_context_sds_secret_config",
                combined.getValidationContextSdsSecretConfig()),
            serverName);
      }
      default -> new Validation(nothing, null, serverName);
    };
  }

  private static SdsConfig secret(String field, SdsSecretConfig proto) {
    return ProtoValue.under(field, () -> SdsConfig.parse(proto));
  }

  private static String validationField(CommonTlsContext proto) {
    return switch (proto.getValidationContextTypeCase()) {
      case VALIDATION_CONTEXT_SDS_SECRET_CONFIG -> "validation_context_sds_secret_config";
      case COMBINED_VALIDATION_CONTEXT -> "combined_validation_context";
      default -> "validation_context";
    };
  }

  private static List<String> alpn(List<String> written) {
    List<String> protocols = new ArrayList<>();
    for (int at = 0; at < written.size(); at++) {
      // Envoy takes "h2,http/1.1" as well as one name an element.
      for (String protocol : written.get(at).split(",")) {
        if (protocol.isEmpty() || protocol.length() > 255) {
          throw new InvalidConfigException(
              "alpn_protocols[" + at + "]", written.get(at), "names of 1 to 255 bytes");
        }
        protocols.add(protocol);
      }
    }
    return protocols;
  }

  private static <P, C> List<C> each(String field, List<P> protos, Function<P, C> parser) {
    List<C> configs = new ArrayList<>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      P proto = protos.get(at);
      configs.add(ProtoValue.under(field + "[" + at + "]", () -> parser.apply(proto)));
    }
    return configs;
  }
}
