package mesh.proxy.http;

/**
 * What a codec accepts of a peer. Immutable.
 *
 * @param maxHeaderBytes most bytes of one header block, names and values; 431 above it (requests)
 * @param maxHeaderCount most header fields of one message; 431 above it
 */
public record HttpLimits(int maxHeaderBytes, int maxHeaderCount) {

  /** Envoy's defaults: 60 KiB, 100 fields. */
  public static final HttpLimits ENVOY = new HttpLimits(60 * 1024, 100);
}
