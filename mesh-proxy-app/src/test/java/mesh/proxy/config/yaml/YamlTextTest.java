package mesh.proxy.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTextTest {

  @Test
  void aTabInFrontOfALineIsTwoSpaces() throws IOException {
    assertThat(expanded("a:\n\tb: 1\n \tc:\n\t\t- x\ty\n"))
        .isEqualTo("a:\n  b: 1\n   c:\n    - x\ty\n");
  }

  @Test
  void textOfABlockKeepsItsTabs() throws IOException {
    String lua =
        """
        a:
        \tcode: | # lua
        \t\tif x then
        \t\t\treturn\t1

        \t\tend
        \tnext: >-
            folded
            \tdeeper
        \tlast: 1
        """;

    assertThat(expanded(lua))
        .isEqualTo(
            """
            a:
              code: | # lua
                if x then
                \treturn\t1

                end
              next: >-
                folded
                \tdeeper
              last: 1
            """);
  }

  @Test
  void countsTheLinesThatItChanges() throws IOException {
    assertThat(YamlText.of("f", "a:\n\tb: 1\n  c: |\n    \tx\n\td: 2\n").tabbedLines())
        .isEqualTo(new TabbedLines(2, 2));
    assertThat(YamlText.of("f", "a:\n  b: x\ty\n").tabbedLines().count()).isZero();
  }

  @Test
  void findsTheLinesOfManyPaths() throws IOException {
    var text =
        YamlText.of(
            "f",
            """
            static_resources:
              listeners:
              - name: a
                filterChains:
                - filters: []
                - {name: second,
                   filters: [{name: x}, {name: y}]}
              clusters: [{name: a, metadata: {filter_metadata: {envoy.lb: {a: 1}}}}]
            """);

    assertThat(
            text.lines(
                List.of(
                    "static_resources.listeners[0].filter_chains[1].filters[1].name",
                    "static_resources.listeners[0].filter_chains[1].missing.below",
                    "static_resources.clusters[0].metadata.filter_metadata[\"envoy.lb\"][\"a\"]",
                    "static_resources.clusters[7].name",
                    "nowhere",
                    "")))
        .isEqualTo(
            Map.of(
                "static_resources.listeners[0].filter_chains[1].filters[1].name", 7,
                "static_resources.listeners[0].filter_chains[1].missing.below", 6,
                "static_resources.clusters[0].metadata.filter_metadata[\"envoy.lb\"][\"a\"]", 8,
                "static_resources.clusters[7].name", 8,
                "nowhere", 1,
                "", 1));
  }

  @Test
  void oldFilesHaveTheirOwnLevels() throws IOException {
    var text =
        YamlText.of(
            "f",
            "# v2\n"
                + "listeners:\n"
                + "- filter_chains:\n"
                + "  - filters:\n"
                + "    - name: a\n"
                + "      config:\n"
                + "        stat_prefix: x\n");

    String path =
        "static_resources.listeners[0].filter_chains[0].filters[0].typed_config.stat_prefix";
    assertThat(text.lines(List.of(path))).containsEntry(path, 7);
  }

  private static String expanded(String text) throws IOException {
    var written = new StringWriter();
    try (var reader = YamlText.of("f", text).withTabsExpanded().open()) {
      reader.transferTo(written);
    }
    return written.toString();
  }
}
