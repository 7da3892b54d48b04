package mesh.proxy.bootstrap;

/** The configuration cannot be served; the message says where and why, a fault a line. */
final class BadConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadConfigurationException(@org.jspecify.annotations.Nullable String message) {
    super(message);
  }
}
