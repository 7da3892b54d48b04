package mesh.proxy.filter.http.buffer;

/**
 * The largest request body that is taken. Immutable.
 *
 * @param bytes 0 if requests are not held back at all
 */
record MostBytes(int bytes) {

  static final MostBytes NOT_BUFFERED = new MostBytes(0);
}
