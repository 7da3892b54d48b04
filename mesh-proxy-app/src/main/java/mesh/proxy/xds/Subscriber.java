package mesh.proxy.xds;

import com.google.protobuf.Message;

/** Takes one type of configuration. Called on the configuration thread, one call at a time. */
public interface Subscriber<M extends Message> {

  /**
   * Takes what came.
   *
   * @throws RefusedUpdateException with every fault: the server is told (NACK), and what is
   *     configured for the resources it names stays; what is right may be taken all the same
   * @throws mesh.config.InvalidConfigException for the only resource
   */
  void update(Update<M> update);

  /**
   * Nothing came in time, or the source has no such resource: whoever waits for it need not wait
   * any longer. An update may come later.
   */
  void unavailable();
}
