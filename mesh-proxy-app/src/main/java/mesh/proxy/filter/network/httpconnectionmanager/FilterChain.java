package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.TerminalFilter;
import mesh.proxy.route.Route;
import org.jspecify.annotations.Nullable;

/** The HTTP filters of one connection manager. Immutable. */
final class FilterChain {

  /**
   * One filter of the chain.
   *
   * @param name as configured; per-route configurations refer to it
   * @param disabled left out unless a route enables it
   */
  record Entry(String name, Supplier<? extends HttpFilter> filter, boolean disabled) {}

  private final List<Entry> entries;
  private final Function<StreamContext, TerminalFilter> terminal;

  FilterChain(List<Entry> entries, Function<StreamContext, TerminalFilter> terminal) {
    this.entries = List.copyOf(entries);
    this.terminal = terminal;
  }

  /** The filters of one stream, those left out that its route disables. */
  Filters open(StreamContext stream) {
    Route route = stream.route();
    int count = entries.size();
    var filters = new HttpFilter[count];
    int kept = 0;
    for (int at = 0; at < count; at++) {
      Entry entry = entries.get(at);
      Boolean disabled = route == null ? null : route.isFilterDisabled(entry.name());
      if (!(disabled == null ? entry.disabled() : disabled)) {
        filters[kept++] = entry.filter().get();
      }
    }
    return new Filters(filters, kept, terminal.apply(stream));
  }

  /** The filters of one stream. Confined to its event loop. */
  static final class Filters {

    static final Filters NONE = new Filters(new HttpFilter[0], 0, null);

    private final HttpFilter[] filters;
    private final int count;
    private final @Nullable TerminalFilter terminal;

    Filters(HttpFilter[] filters, int count, @Nullable TerminalFilter terminal) {
      this.filters = filters;
      this.count = count;
      this.terminal = terminal;
    }

    int count() {
      return count;
    }

    HttpFilter at(int filter) {
      return filters[filter];
    }

    @Nullable TerminalFilter terminal() {
      return terminal;
    }

    /** Tells all but the terminal one that the stream is over. */
    void end(StreamContext stream) {
      for (int at = 0; at < count; at++) {
        filters[at].onStreamEnd(stream);
      }
    }
  }
}
