package mesh.proxy.stats;

/** A short text to be read by people, such as a version. Shared by all loops. */
public final class TextReadout implements Metric {

  private final String leafName;
  private volatile String value = "";

  TextReadout(String leafName) {
    this.leafName = leafName;
  }

  public void set(String text) {
    value = text;
  }

  public String value() {
    return value;
  }

  @Override
  public String leafName() {
    return leafName;
  }

  @Override
  public boolean isUsed() {
    return !value.isEmpty();
  }
}
