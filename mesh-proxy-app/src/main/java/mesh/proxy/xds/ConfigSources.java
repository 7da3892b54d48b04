package mesh.proxy.xds;

import com.google.protobuf.Message;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * Where rooms get configuration from that changes. May be called on any thread; subscribers are
 * told on the configuration thread.
 */
public interface ConfigSources {

  /**
   * What is wanted.
   *
   * @param name the one resource; null for all of the type
   * @param scope of the statistics, such as {@code listener_manager.lds.}
   */
  record Request<M extends Message>(
      ConfigSource source, ResourceType<M> type, @Nullable String name, Stats scope) {}

  /**
   * Refuses a source that cannot be used.
   *
   * @throws mesh.config.InvalidConfigException fields relative to the {@code ConfigSource}
   */
  void check(ConfigSource source);

  /**
   * Tells a subscriber of what there is, and of changes, until the subscription is closed.
   *
   * @throws mesh.config.InvalidConfigException as {@link #check}
   */
  <M extends Message> Subscription subscribe(Request<M> request, Subscriber<M> subscriber);
}
