package mesh.proxy.tls;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.netty.handler.ssl.OpenSsl;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;

/**
 * Versions, ciphers and curves of one side. Immutable.
 *
 * @param protocols as the JDK calls them: {@code TLSv1.2}; oldest first
 * @param ciphers of TLS 1.2 and older, OpenSSL's names, preferred first
 * @param curves preferred first; empty leaves it to the library
 */
record TlsParametersConfig(List<String> protocols, List<String> ciphers, List<String> curves) {

  static final Supported SUPPORTED =
      Supported.of(TlsParameters.getDefaultInstance())
          .fields(
              "tls_minimum_protocol_version",
              "tls_maximum_protocol_version",
              "cipher_suites",
              "ecdh_curves");

  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final List<String> CURVES = List.of("X25519", "P-256");
  private static final List<String> CIPHERS =
      List.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-CHACHA20-POLY1305",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-RSA-CHACHA20-POLY1305",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384");

  TlsParametersConfig {
    protocols = List.copyOf(protocols);
    ciphers = List.copyOf(ciphers);
    curves = List.copyOf(curves);
  }

  /**
   * Reads the message.
   *
   * @param newest TLS version that is used if the message names no maximum
   */
  static TlsParametersConfig parse(TlsParameters proto, TlsProtocol newest) {
    int from = version(proto.getTlsMinimumProtocolVersion(), TlsProtocol.TLSv1_2);
    int to = version(proto.getTlsMaximumProtocolVersion(), newest);
    if (from > to) {
      throw new InvalidConfigException(
          "tls_minimum_protocol_version",
          proto.getTlsMinimumProtocolVersion(),
          "not above tls_maximum_protocol_version " + VERSIONS.get(to));
    }
    return new TlsParametersConfig(
        VERSIONS.subList(from, to + 1),
        proto.getCipherSuitesCount() == 0 ? CIPHERS : ciphers(proto.getCipherSuitesList()),
        proto.getEcdhCurvesCount() == 0 ? CURVES : proto.getEcdhCurvesList());
  }

  private static int version(TlsProtocol protocol, TlsProtocol automatic) {
    return switch (protocol) {
      case TLS_AUTO, UNRECOGNIZED -> version(automatic, TlsProtocol.TLSv1_2);
      case TLSv1_0 -> 0;
      case TLSv1_1 -> 1;
      case TLSv1_2 -> 2;
      case TLSv1_3 -> 3;
    };
  }

  // BoringSSL's groups of equal preference, [a|b], become a list: the first one is preferred.
  private static List<String> ciphers(List<String> written) {
    List<String> ciphers = new ArrayList<>();
    for (int at = 0; at < written.size(); at++) {
      for (String name : written.get(at).replaceAll("[\\[\\]]", "").split("[|:]")) {
        if (OpenSsl.isAvailable() && !OpenSsl.isCipherSuiteAvailable(name)) {
          throw new InvalidConfigException(
              "cipher_suites[" + at + "]", name, "a cipher of " + OpenSsl.versionString());
        }
        ciphers.add(name);
      }
    }
    return ciphers;
  }
}
