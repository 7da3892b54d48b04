package mesh.proxy.http;

/**
 * What a codec accepts of a peer. Immutable.
 *
 * @param maxHeaderBytes most bytes of one header block, names and values; 431 above it (requests)
 * @param maxHeaderCount most header fields of one message; 431 above it
 * @param lingerMillis how long a client may take to close after we have ended our side; 0 closes as
 *     soon as all is written
 */
public record HttpLimits(int maxHeaderBytes, int maxHeaderCount, long lingerMillis) {

  private static final long LINGER_MILLIS = 1000;

  /** Envoy's defaults: 60 KiB, 100 fields, one second. */
  public static final HttpLimits ENVOY = new HttpLimits(60 * 1024, 100);

  /** With Envoy's patience, one second. */
  public HttpLimits(int maxHeaderBytes, int maxHeaderCount) {
    this(maxHeaderBytes, maxHeaderCount, LINGER_MILLIS);
  }
}
