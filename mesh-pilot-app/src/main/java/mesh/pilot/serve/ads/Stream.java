package mesh.pilot.serve.ads;

/**
 * One stream of a proxy. Called by one thread at a time.
 *
 * @param <Q> its requests
 */
interface Stream<Q> {

  /**
   * The proxy asks or answers.
   *
   * @throws mesh.config.InvalidConfigException if the proxy does not say who it is
   */
  void request(Q request);

  /** The world is another. */
  void push();

  /** The proxy is gone. */
  void end();
}
