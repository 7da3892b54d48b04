package mesh.proxy.accesslog;

import java.util.List;
import mesh.proxy.accesslog.rule.AccessLogRule;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The logs of a connection manager, listener or network filter. Immutable; shared by all loops. */
public final class AccessLogs {

  public static final AccessLogs NONE = new AccessLogs(List.of());

  /**
   * One log.
   *
   * @param rule null logs everything
   */
  public record Entry(@Nullable AccessLogRule rule, AccessLogSink sink) {}

  private final Entry[] entries;

  public AccessLogs(List<Entry> entries) {
    this.entries = entries.toArray(Entry[]::new);
  }

  public boolean isEmpty() {
    return entries.length == 0;
  }

  /** Offers an event to every log. */
  public void log(StreamInfo info, AccessLogType type) {
    if (entries.length == 0) {
      return;
    }
    info.accessLogType = type;
    for (Entry entry : entries) {
      AccessLogRule rule = entry.rule();
      if (rule == null || rule.admits(info)) {
        entry.sink().log(info);
      }
    }
  }
}
