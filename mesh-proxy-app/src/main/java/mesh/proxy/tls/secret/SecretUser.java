package mesh.proxy.tls.secret;

/** Who needs a secret. Called on cold threads. */
public interface SecretUser {

  /**
   * Takes a new value.
   *
   * @throws mesh.config.InvalidConfigException to refuse it: the last value stays
   */
  void take(SecretConfig secret);

  /** None came in time; it may come later. */
  void unavailable();
}
