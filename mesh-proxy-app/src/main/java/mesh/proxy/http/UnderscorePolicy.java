package mesh.proxy.http;

/**
 * What becomes of header names with an underscore; some applications read {@code a_b} and {@code
 * a-b} as one.
 */
public enum UnderscorePolicy {
  ALLOW,
  /** 400 on HTTP/1, reset on HTTP/2. */
  REJECT_REQUEST,
  DROP_HEADER
}
