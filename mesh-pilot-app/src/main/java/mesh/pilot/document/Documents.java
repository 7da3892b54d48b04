package mesh.pilot.document;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import mesh.config.InvalidConfigException;
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
   * out.
   *
   * @param source what stands in front of a line number
   * @param problems of all documents
   * @throws InvalidConfigException if the text is no YAML; names line and column
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
          documents.add(element);
        }
      }
    } catch (YamlEngineException e) {
      throw fault(source, e);
    }
    return documents;
  }

  private static InvalidConfigException fault(String source, YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      var mark = marked.getProblemMark().get();
      return new InvalidConfigException("", marked.getProblem(), "YAML or JSON")
          .at(new Place(source, mark.getLine() + 1, mark.getColumn() + 1).toString());
    }
    return new InvalidConfigException("", e.getMessage(), "YAML or JSON").at(source);
  }
}
