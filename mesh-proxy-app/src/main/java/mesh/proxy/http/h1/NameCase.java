package mesh.proxy.http.h1;

/** How field names are written: {@code header_key_format}. */
public enum NameCase {
  LOWER,
  /** {@code Content-Type}. */
  PROPER,
  /** As the other side wrote them, which this side remembers. */
  PRESERVED
}
