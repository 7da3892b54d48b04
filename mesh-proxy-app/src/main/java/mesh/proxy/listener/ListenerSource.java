package mesh.proxy.listener;

import com.google.protobuf.Message;
import java.util.List;

/** A listener that is still to be read. */
interface ListenerSource {

  /** Never empty. */
  String name();

  /** All of it. */
  Message message();

  /** All but the filter chains. */
  Message frame();

  /**
   * Reads it.
   *
   * @param kept chains of the listener that is replaced; equal ones are used again
   * @throws mesh.config.InvalidConfigException if it is wrong
   */
  ListenerConfig read(List<FilterChain> kept);
}
