package mesh.proxy.workload;

/** On which side of a call the reporting proxy stands. */
public enum Reporter {
  SOURCE("source", "upstream_peer"),
  DESTINATION("destination", "downstream_peer");

  private final String text;
  private final String peerState;

  Reporter(String text, String peerState) {
    this.text = text;
    this.peerState = peerState;
  }

  String text() {
    return text;
  }

  /** Name of the filter state that holds the {@link Workload} of the other side. */
  public String peerState() {
    return peerState;
  }
}
