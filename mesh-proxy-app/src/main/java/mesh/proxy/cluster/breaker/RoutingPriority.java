package mesh.proxy.cluster.breaker;

/** How much a request matters: each priority has circuit breakers and connections of its own. */
public enum RoutingPriority {
  DEFAULT("default"),
  HIGH("high");

  private final String text;

  RoutingPriority(String text) {
    this.text = text;
  }

  /** As statistics and runtime keys spell it. */
  public String text() {
    return text;
  }
}
