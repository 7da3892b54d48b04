package mesh.proxy.filter.http.metadataexchange;

import istio.peermetadata.Config;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;

/**
 * Who is told and who is listened to. Immutable.
 *
 * @param hearClient whether requests say who the client is
 * @param hearServer whether responses say who the server is
 * @param tellClient whether responses say who we are, to clients that said who they are
 * @param tellServer whether requests say who we are
 * @param sparesExternal whether servers outside of the mesh are told nothing
 */
record MetadataExchangeConfig(
    boolean hearClient,
    boolean hearServer,
    boolean tellClient,
    boolean tellServer,
    boolean sparesExternal) {

  static final Supported SUPPORTED =
      Supported.of(Config.getDefaultInstance())
          .fields("downstream_discovery", "upstream_discovery")
          .fields("downstream_propagation", "upstream_propagation")
          .and(
              Supported.of(Config.DiscoveryMethod.getDefaultInstance())
                  .fields("istio_headers", "workload_discovery"),
              Supported.all(Config.WorkloadDiscovery.getDefaultInstance()),
              Supported.all(Config.PropagationMethod.getDefaultInstance()),
              Supported.all(Config.IstioHeaders.getDefaultInstance()));

  static MetadataExchangeConfig parse(Config proto) {
    return new MetadataExchangeConfig(
        hears("downstream_discovery", proto.getDownstreamDiscoveryList()),
        hears("upstream_discovery", proto.getUpstreamDiscoveryList()),
        tells("downstream_propagation", proto.getDownstreamPropagationList()),
        tells("upstream_propagation", proto.getUpstreamPropagationList()),
        proto.getUpstreamPropagationList().stream()
            .anyMatch(method -> method.getIstioHeaders().getSkipExternalClusters()));
  }

  private static boolean hears(String field, List<Config.DiscoveryMethod> methods) {
    boolean hears = false;
    for (int at = 0; at < methods.size(); at++) {
      hears |=
          switch (methods.get(at).getMethodSpecifierCase()) {
            case ISTIO_HEADERS -> true;
            case WORKLOAD_DISCOVERY, BAGGAGE -> false;
            case METHODSPECIFIER_NOT_SET ->
                throw new InvalidConfigException(
                    field + "[" + at + "].method_specifier",
                    null,
                    "one of istio_headers, workload_discovery");
          };
    }
    return hears;
  }

  private static boolean tells(String field, List<Config.PropagationMethod> methods) {
    for (int at = 0; at < methods.size(); at++) {
      if (!methods.get(at).hasIstioHeaders()) {
        throw new InvalidConfigException(
            field + "[" + at + "].method_specifier", null, "istio_headers");
      }
    }
    return !methods.isEmpty();
  }
}
