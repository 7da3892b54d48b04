package mesh.pilot.generate;

import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.Collection;
import java.util.List;
import mesh.pilot.model.Gateway.ServerTls;
import mesh.pilot.model.Gateway.TlsVersion;
import mesh.pilot.model.TrafficPolicy.ClientTls;

/** TLS of the mesh, of gateways and of clients, as a proxy knows it. */
public final class TlsGenerator {

  /** Secret with a proxy's own certificate and key; the proxy has it from the CA. */
  public static final String OWN = "default";

  /** Secret with the roots that a proxy trusts. */
  public static final String ROOTS = "ROOTCA";

  /** Cluster of the bootstrap that answers for both, as in Istio. */
  public static final String SDS_CLUSTER = "sds-grpc";

  private static final String TLS = "envoy.transport_sockets.tls";

  private TlsGenerator() {}

  /** mTLS of a server in the mesh, for clients of its trust domain. */
  public static TransportSocket meshServer(String trustDomain) {
    return meshServer(
        List.of(prefix("spiffe://" + trustDomain + "/")), TlsVersion.TLS_AUTO, TlsVersion.TLS_AUTO);
  }

  private static TransportSocket meshServer(
      List<SubjectAltNameMatcher> clients, TlsVersion least, TlsVersion most) {
    var versions =
        TlsParameters.newBuilder()
            .setTlsMinimumProtocolVersion(
                least == TlsVersion.TLS_AUTO ? TlsParameters.TlsProtocol.TLSv1_2 : version(least));
    if (most != TlsVersion.TLS_AUTO) {
      versions.setTlsMaximumProtocolVersion(version(most));
    }
    var context =
        CommonTlsContext.newBuilder()
            .addTlsCertificateSdsSecretConfigs(secret(OWN))
            .setCombinedValidationContext(
                CommonTlsContext.CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(
                        CertificateValidationContext.newBuilder()
                            .addAllMatchTypedSubjectAltNames(clients))
                    .setValidationContextSdsSecretConfig(secret(ROOTS)))
            .addAlpnProtocols("h2")
            .addAlpnProtocols("http/1.1")
            .setTlsParams(versions);
    return socket(
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(context)
            .setRequireClientCertificate(Protos.flag(true))
            .build());
  }

  /**
   * mTLS of a client in the mesh.
   *
   * @param identities any of which the server must have
   */
  public static TransportSocket meshClient(
      Collection<String> identities, String sni, boolean http2) {
    var names = CertificateValidationContext.newBuilder();
    identities.forEach(identity -> names.addMatchTypedSubjectAltNames(exact(identity)));
    var context =
        CommonTlsContext.newBuilder()
            .addTlsCertificateSdsSecretConfigs(secret(OWN))
            .setCombinedValidationContext(
                CommonTlsContext.CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(names)
                    .setValidationContextSdsSecretConfig(secret(ROOTS)));
    if (http2) {
      context.addAlpnProtocols("h2");
    }
    return socket(UpstreamTlsContext.newBuilder().setCommonTlsContext(context).setSni(sni).build());
  }

  /** TLS of a client towards a server outside of the mesh. */
  public static TransportSocket client(ClientTls tls, boolean http2) {
    var validation = CertificateValidationContext.newBuilder();
    if (!tls.caCertificates().isEmpty()) {
      validation.setTrustedCa(file(tls.caCertificates()));
    }
    tls.subjectAltNames().forEach(name -> validation.addMatchTypedSubjectAltNames(exact(name)));
    var context = CommonTlsContext.newBuilder().setValidationContext(validation);
    if (tls.mode() == ClientTls.Mode.MUTUAL) {
      context.addTlsCertificates(
          TlsCertificate.newBuilder()
              .setCertificateChain(file(tls.clientCertificate()))
              .setPrivateKey(file(tls.privateKey())));
    }
    if (http2) {
      context.addAlpnProtocols("h2");
    }
    return socket(
        UpstreamTlsContext.newBuilder().setCommonTlsContext(context).setSni(tls.sni()).build());
  }

  /**
   * TLS of a gateway's port.
   *
   * @param folder of the certificates that {@code credentialName} names
   */
  public static TransportSocket gateway(ServerTls tls, String trustDomain, String folder) {
    if (tls.mode() == ServerTls.Mode.ISTIO_MUTUAL) {
      return tls.subjectAltNames().isEmpty()
          ? meshServer(
              List.of(prefix("spiffe://" + trustDomain + "/")),
              tls.minProtocolVersion(),
              tls.maxProtocolVersion())
          : meshServer(
              tls.subjectAltNames().stream().map(TlsGenerator::exact).toList(),
              tls.minProtocolVersion(),
              tls.maxProtocolVersion());
    }
    String base = folder + "/" + tls.credentialName() + "/";
    boolean isNamed = !tls.credentialName().isEmpty();
    var context =
        CommonTlsContext.newBuilder()
            .addTlsCertificates(
                TlsCertificate.newBuilder()
                    .setCertificateChain(file(isNamed ? base + "tls.crt" : tls.serverCertificate()))
                    .setPrivateKey(file(isNamed ? base + "tls.key" : tls.privateKey())))
            .addAlpnProtocols("h2")
            .addAlpnProtocols("http/1.1")
            .setTlsParams(
                TlsParameters.newBuilder()
                    .setTlsMinimumProtocolVersion(version(tls.minProtocolVersion()))
                    .setTlsMaximumProtocolVersion(version(tls.maxProtocolVersion())));
    boolean isMutual = tls.mode() == ServerTls.Mode.MUTUAL;
    if (isMutual) {
      var validation =
          CertificateValidationContext.newBuilder()
              .setTrustedCa(file(isNamed ? base + "ca.crt" : tls.caCertificates()));
      tls.subjectAltNames().forEach(name -> validation.addMatchTypedSubjectAltNames(exact(name)));
      context.setValidationContext(validation);
    }
    return socket(
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(context)
            .setRequireClientCertificate(Protos.flag(isMutual))
            .build());
  }

  /** No TLS. */
  public static TransportSocket plaintext() {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.raw_buffer")
        .setTypedConfig(Protos.any(RawBuffer.getDefaultInstance()))
        .build();
  }

  private static TransportSocket socket(com.google.protobuf.Message context) {
    return TransportSocket.newBuilder().setName(TLS).setTypedConfig(Protos.any(context)).build();
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setInitialFetchTimeout(Protos.duration(java.time.Duration.ZERO))
                .setApiConfigSource(
                    ApiConfigSource.newBuilder()
                        .setApiType(ApiConfigSource.ApiType.GRPC)
                        .setTransportApiVersion(ApiVersion.V3)
                        .setSetNodeOnFirstMessageOnly(true)
                        .addGrpcServices(
                            GrpcService.newBuilder()
                                .setEnvoyGrpc(
                                    GrpcService.EnvoyGrpc.newBuilder()
                                        .setClusterName(SDS_CLUSTER)))))
        .build();
  }

  private static SubjectAltNameMatcher prefix(String uri) {
    return of(SubjectAltNameMatcher.SanType.URI, StringMatcher.newBuilder().setPrefix(uri));
  }

  /** A name as rules write it: what has a scheme is a URI. */
  private static SubjectAltNameMatcher exact(String name) {
    var type =
        name.contains("://")
            ? SubjectAltNameMatcher.SanType.URI
            : SubjectAltNameMatcher.SanType.DNS;
    return of(type, StringMatcher.newBuilder().setExact(name));
  }

  private static SubjectAltNameMatcher of(
      SubjectAltNameMatcher.SanType type, StringMatcher.Builder matcher) {
    return SubjectAltNameMatcher.newBuilder().setSanType(type).setMatcher(matcher).build();
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }

  private static TlsParameters.TlsProtocol version(TlsVersion version) {
    return switch (version) {
      case TLS_AUTO -> TlsParameters.TlsProtocol.TLS_AUTO;
      case TLSV1_2 -> TlsParameters.TlsProtocol.TLSv1_2;
      case TLSV1_3 -> TlsParameters.TlsProtocol.TLSv1_3;
    };
  }
}
