package mesh.pilot.generate.telemetry;

/** On which side of a proxy a listener stands; the text is the name of its access log. */
public enum Direction {
  INBOUND("inbound"),
  OUTBOUND("outbound"),
  GATEWAY("gateway");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /** As access logs name it. */
  public String text() {
    return text;
  }
}
