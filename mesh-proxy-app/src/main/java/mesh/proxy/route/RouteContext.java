package mesh.proxy.route;

import java.util.function.Predicate;

/**
 * What a route table is read with.
 *
 * @param filters binds {@code typed_per_filter_config}
 * @param clusters tells whether a cluster exists
 * @param validateClusters whether unknown clusters are refused where the configuration does not
 *     say: true for tables that stand in a listener, false for those of RDS
 */
public record RouteContext(
    FilterConfigBinder filters, Predicate<String> clusters, boolean validateClusters) {

  /** Without filters; every cluster will do. For tests and tools. */
  public static RouteContext lenient() {
    return new RouteContext((name, config, optional) -> config, name -> true, false);
  }
}
