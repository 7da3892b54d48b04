package mesh.proxy.admin.page;

import java.util.List;
import java.util.Map;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.stats.render.BadQueryException;
import mesh.proxy.stats.render.StatsPage;
import mesh.proxy.stats.render.StatsQuery;
import org.jspecify.annotations.Nullable;

/** {@code /stats}, {@code /stats/prometheus} and {@code /reset_counters}. */
public final class StatsPages {

  private static final Parameter USED_ONLY =
      new Parameter(
          "usedonly", "Only include stats that have been written by system since restart");
  private static final Parameter FILTER =
      new Parameter("filter", "Regular expression (Google re2) for filtering stats");
  private static final Parameter INVERT = new Parameter("invert_filter", "Invert the filter regex");

  private final StatsPage page;
  private final Runnable beforeLook;

  /**
   * @param beforeLook brings numbers up to date that nobody counts
   */
  public StatsPages(StatsPage page, Runnable beforeLook) {
    this.page = page;
    this.beforeLook = beforeLook;
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.look(
            "/stats",
            "print server stats",
            request -> answer(request.parameters(), null),
            USED_ONLY,
            FILTER,
            INVERT,
            new Parameter("format", "Format to use; One of (text, json, prometheus)"),
            new Parameter(
                "type",
                "Stat types to include.; One of (All, Counters, Histograms, Gauges, TextReadouts)"),
            new Parameter(
                "histogram_buckets",
                "Histogram bucket display mode; One of (cumulative, disjoint, detailed, summary)")),
        prometheus(),
        AdminPage.change("/reset_counters", "reset all counters to zero", this::reset));
  }

  /** {@code /stats/prometheus} alone. */
  public AdminPage prometheus() {
    return AdminPage.look(
        "/stats/prometheus",
        "print server stats in prometheus format",
        request -> answer(request.parameters(), StatsQuery.Format.PROMETHEUS),
        USED_ONLY,
        new Parameter(
            "text_readouts",
            "Render text_readouts as new gauges with value 0 (increases Prometheus data size)"),
        FILTER,
        INVERT,
        new Parameter(
            "histogram_buckets", "Histogram bucket display mode; One of (cumulative, summary)"));
  }

  private AdminAnswer answer(Map<String, String> parameters, StatsQuery.@Nullable Format fixed) {
    StatsQuery query;
    try {
      query = fixed == null ? StatsQuery.parse(parameters) : StatsQuery.parse(parameters, fixed);
    } catch (BadQueryException e) {
      return AdminAnswer.text(400, e.answer());
    }
    beforeLook.run();
    return query.format() == StatsQuery.Format.JSON
        ? AdminAnswer.json(out -> page.write(query, out))
        : AdminAnswer.text(out -> page.write(query, out));
  }

  private AdminAnswer reset(AdminRequest request) {
    page.stats().resetCounters();
    return AdminAnswer.ok();
  }
}
