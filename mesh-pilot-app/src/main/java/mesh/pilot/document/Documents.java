package mesh.pilot.document;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Splits a text into its documents. */
public final class Documents {

  private static final int MOST_CHARACTERS = 64 << 20;
  private static final int MOST_ALIASES = 50; // of collections: a small file cannot grow large

  private Documents() {}

  /**
   * Reads YAML (several documents are divided by {@code ---}) or JSON. Empty documents are left
   * out, and a {@code List}, as kubectl writes it, is its items.
   *
   * @param source what stands in front of a line number
   * @param problems of all documents; what stands behind a fault of the syntax is not read
   */
  public static List<Element> read(String source, String text, Problems problems) {
    var settings =
        LoadSettings.builder()
            .setLabel(source)
            .setUseMarks(true)
            .setAllowDuplicateKeys(true) // told by Fields, with the others
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    List<Element> documents = new ArrayList<>();
    try {
      Iterator<Node> nodes = new Compose(settings).composeAllFromString(text).iterator();
      while (nodes.hasNext()) {
        var element = new Element(nodes.next(), "", source, problems);
        if (!element.isNull()) {
          documents.addAll(element.items());
        }
      }
    } catch (YamlEngineException e) {
      tell(source, e, problems);
    }
    return documents;
  }

  private static void tell(String source, YamlEngineException e, Problems problems) {
    problems.reading("");
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      var mark = marked.getProblemMark().get();
      var place = new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
      problems.fault(place, "", marked.getProblem(), "YAML or JSON");
    } else {
      problems.fault(new Place(source, 0, 0), "", e.getMessage(), "YAML or JSON");
    }
  }
}
