package mesh.proxy.route.forward;

import mesh.proxy.http.Headers;

/** How a route names its cluster. Immutable. */
public sealed interface ClusterSpecifier {

  /**
   * The cluster for a request. Ask before the head is changed: header mutations may touch the field
   * that names it.
   *
   * @return empty if the request does not name one
   */
  String cluster(Headers head);

  /** A name from the configuration. */
  record Fixed(String name) implements ClusterSpecifier {

    @Override
    public String cluster(Headers head) {
      return name;
    }
  }

  /**
   * A name from the request.
   *
   * @param header lower case; of several fields the first counts
   */
  record FromHeader(String header) implements ClusterSpecifier {

    @Override
    public String cluster(Headers head) {
      String name = head.get(header);
      return name == null ? "" : name;
    }
  }
}
