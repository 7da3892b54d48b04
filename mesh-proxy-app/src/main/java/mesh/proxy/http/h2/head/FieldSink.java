package mesh.proxy.http.h2.head;

/** Takes the fields of a header block as they are decoded. */
interface FieldSink {

  /** A block begins. */
  void begin();

  /**
   * One field.
   *
   * @param name shared by all fields of that name if the name is a usual one
   * @param clean false if the name or the value has a byte that may not be there
   */
  void field(String name, String value, boolean clean);
}
