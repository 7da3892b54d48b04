package mesh.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.ClusterExtensions;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.config.Supported;
import mesh.proxy.runtime.Runtime;
import org.junit.jupiter.api.Test;

/** Writes {@code docs/extensions.md}, and fails if what lies there is not what the code gives. */
class ExtensionsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "extensions.md");

  private static final String HEAD =
      """
      # Extensions and fields

      What may stand in a configuration. The page is made from the code by `ExtensionsPageTest`; do \
      not edit it. To write it again:
      `./mvnw -pl mesh-proxy-app -am verify -Dtest=ExtensionsPageTest -Dgolden.update=true \
      -DskipITs -Dsurefire.failIfNoSpecifiedTests=false`

      A field that is set and not listed as honoured is refused with its name, never read and \
      forgotten. Names of Envoy's v2 API are
      understood with a warning.
      """;

  private static final String FIELDS =
      """

      ## Fields of every message

      First the fields that are honoured, then those that are accepted with a warning, then those \
      that are refused. Where documents
      differ, each has a line. Messages of `google.protobuf` are honoured wherever a field holds them.
      """;

  @Test
  void thePageIsWhatTheCodeGives() throws IOException {
    String page = page();

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("%s is stale: run this test with -Dgolden.update=true", PAGE)
        .isEqualTo(page);
  }

  private static String page() {
    var page = new StringBuilder(HEAD);
    Catalog.byKind().forEach((kind, entries) -> section(kind, entries, page));
    var fields = new MessageFields();
    DeclaredFields.outermost(notConstant()).forEach(fields::add);
    return page.append(FIELDS).append(fields.markdown()).toString();
  }

  private static Map<String, Supported> notConstant() {
    Map<String, Supported> all = new LinkedHashMap<>();
    for (Catalog.Entry entry : Catalog.entries()) {
      all.merge(entry.messageName(), entry.supported(), Supported::and);
    }
    all.put("envoy.config.cluster.v3.Cluster", clusters());
    all.keySet().removeIf(message -> message.startsWith("google.protobuf."));
    all.values().removeIf(supported -> supported.listing().isEmpty());
    return all;
  }

  private static Supported clusters() {
    var context = new LbContext(new Runtime(bound -> 0), bound -> 0, () -> 0);
    return ClusterExtensions.of(ClusterTypes.of(null), LbPolicies.ALL, HealthCheckers.ALL, context)
        .supported();
  }

  private static void section(String kind, List<Catalog.Entry> entries, StringBuilder page) {
    page.append("\n## ").append(kind).append('\n');
    for (Catalog.Entry entry : entries) {
      FolderNotes notes = FolderNotes.of(entry.folder());
      page.append("\n### `").append(entry.name()).append("`\n\n").append(notes.what());
      page.append("\nConfiguration: `").append(entry.messageName()).append("`.");
      int number = 0;
      for (String link : notes.links()) {
        page.append(number++ == 0 ? " It follows " : ", ").append('<').append(link).append('>');
      }
      page.append(notes.links().isEmpty() ? "\n" : ".\n");
      notes.more().forEach(paragraph -> page.append('\n').append(paragraph).append('\n'));
    }
  }
}
