package mesh.proxy.endpoint;

/**
 * Where an endpoint runs. Immutable.
 *
 * @param region may be empty, as may the others
 */
public record Locality(String region, String zone, String subZone) {

  public static final Locality NONE = new Locality("", "", "");
}
