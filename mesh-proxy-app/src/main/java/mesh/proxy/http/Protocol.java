package mesh.proxy.http;

/** HTTP versions under their access-log names. */
public enum Protocol {
  HTTP10("HTTP/1.0"),
  HTTP11("HTTP/1.1"),
  HTTP2("HTTP/2");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /** As {@code %PROTOCOL%} prints it. */
  public String text() {
    return text;
  }
}
