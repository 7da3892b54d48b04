package mesh.proxy.admin;

import java.io.IOException;

/** An answer to an operator. Immutable. */
public record AdminAnswer(int status, String contentType, Body body) {

  private static final String TEXT = "text/plain; charset=UTF-8";
  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=UTF-8";

  /**
   * Writes the body, which may be large, piece by piece. Called once, on a thread that may wait.
   */
  @FunctionalInterface
  public interface Body {

    void write(Appendable out) throws IOException;
  }

  /** What was asked for was done. */
  public static AdminAnswer ok() {
    return text("OK\n");
  }

  public static AdminAnswer text(String text) {
    return text(200, text);
  }

  public static AdminAnswer text(int status, String text) {
    return new AdminAnswer(status, TEXT, out -> out.append(text));
  }

  public static AdminAnswer text(Body body) {
    return new AdminAnswer(200, TEXT, body);
  }

  public static AdminAnswer json(Body body) {
    return new AdminAnswer(200, JSON, body);
  }

  public static AdminAnswer json(String text) {
    return json(out -> out.append(text));
  }

  public static AdminAnswer html(Body body) {
    return new AdminAnswer(200, HTML, body);
  }
}
