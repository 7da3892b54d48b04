package mesh.proxy.admin.dump;

import com.google.protobuf.Message;
import java.util.List;

/** Knows a part of the configuration. Called on cold threads. */
@FunctionalInterface
public interface DumpSource {

  /**
   * What there is now: messages of {@code envoy.admin.v3} such as {@code ClustersConfigDump}; those
   * of one type are put together.
   *
   * @param endpoints whether hosts are asked for, too
   */
  List<Message> dumps(boolean endpoints);
}
