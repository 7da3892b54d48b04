package mesh.proxy.admin.page;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.admin.dump.ProtoJson;
import mesh.proxy.cluster.Cluster;

/** {@code /clusters}. */
public final class ClusterPages {

  private final Supplier<Collection<Cluster>> clusters;
  private final Predicate<String> isStatic;

  /**
   * @param isStatic knows the names of clusters that the bootstrap has
   */
  public ClusterPages(Supplier<Collection<Cluster>> clusters, Predicate<String> isStatic) {
    this.clusters = clusters;
    this.isStatic = isStatic;
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.look(
            "/clusters",
            "upstream cluster status",
            this::answer,
            new Parameter("format", "File format to use; One of (text, json)"),
            new Parameter(
                "filter", "Regular expression (Google re2) for filtering clusters by name")));
  }

  private AdminAnswer answer(AdminRequest request) {
    Pattern filter;
    try {
      filter = Pattern.compile(request.parameter("filter"));
    } catch (PatternSyntaxException e) {
      return AdminAnswer.text(
          400, "Invalid re2 regex: " + e.getDescription() + ": " + e.getPattern());
    }
    List<Cluster> chosen =
        clusters.get().stream()
            .filter(cluster -> filter.matcher(cluster.name()).find())
            .sorted(Comparator.comparing(Cluster::name))
            .toList();
    if (request.parameter("format").equals("json")) {
      return AdminAnswer.json(ProtoJson.of(ClusterStatuses.of(chosen, isStatic)));
    }
    return AdminAnswer.text(
        out -> {
          for (Cluster cluster : chosen) {
            ClusterText.write(cluster, isStatic.test(cluster.name()), out);
          }
        });
  }
}
