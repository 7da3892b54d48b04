package mesh.proxy.tls.peer;

/**
 * Kinds of subject alternative names that can be matched.
 *
 * <p>Tags are those of {@code GeneralName}, RFC 5280 section 4.2.1.6.
 */
public enum NameType {
  OTHER_NAME(0),
  EMAIL(1),
  DNS(2),
  URI(6),
  IP_ADDRESS(7);

  private final int tag;

  NameType(int tag) {
    this.tag = tag;
  }

  int tag() {
    return tag;
  }
}
