package mesh.pilot.source.api;

/** A change that does not fit what is there now; nothing has changed. */
public final class RuleChangeException extends RuntimeException {

  private final Reason reason;

  RuleChangeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why it does not fit. */
  public enum Reason {
    /** There is no such rule. */
    UNKNOWN,
    /** Another source has a rule of this name. */
    TAKEN,
    /** The document was made for another version than there is. */
    CHANGED,
    /** A condition of the request does not hold. */
    PRECONDITION,
    /** There are as many rules as may be. */
    FULL
  }

  public Reason reason() {
    return reason;
  }
}
