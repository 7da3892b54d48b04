package mesh.proxy.stats.render;

/** A query that cannot be answered; the message goes to whoever asked. */
public final class BadQueryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String answer;

  BadQueryException(String answer) {
    super(answer, null, false, false);
    this.answer = answer;
  }

  /** The message. */
  public String answer() {
    return answer;
  }
}
