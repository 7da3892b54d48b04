package mesh.proxy.http.h1;

/**
 * How the end of a message is found (RFC 9112 section 6.3).
 *
 * <p>{@code LENGTH} goes with a number of bytes; {@code UNTIL_CLOSE} is for responses only; {@code
 * RAW} is everything after an accepted upgrade.
 */
enum Framing {
  NONE,
  LENGTH,
  CHUNKED,
  UNTIL_CLOSE,
  RAW
}
