package mesh.proxy.accesslog;

import java.util.List;
import mesh.proxy.accesslog.rule.AccessLogRule;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Several logs, each with its rule. Immutable; shared by all loops. */
final class AccessLogs implements AccessLog {

  /**
   * One log.
   *
   * @param rule null logs everything
   */
  record Entry(@Nullable AccessLogRule rule, AccessLogSink sink) {}

  private final Entry[] entries;

  AccessLogs(List<Entry> entries) {
    this.entries = entries.toArray(Entry[]::new);
  }

  @Override
  public void log(StreamInfo info) {
    for (Entry entry : entries) {
      AccessLogRule rule = entry.rule();
      if (rule == null || rule.admits(info)) {
        entry.sink().log(info);
      }
    }
  }
}
