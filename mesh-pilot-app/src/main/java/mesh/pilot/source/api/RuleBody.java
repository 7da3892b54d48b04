package mesh.pilot.source.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Documents;
import mesh.pilot.document.Element;
import mesh.pilot.document.Place;
import mesh.pilot.document.Problems;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.document.Yaml;
import mesh.pilot.model.Rule;
import mesh.pilot.model.RuleName;
import mesh.pilot.source.kind.RuleReader;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sends for one rule. Immutable.
 *
 * @param sent the rule, whose places are those of the body
 * @param kept the same as it is kept
 * @param basedOn the version that the sender has seen; empty if it does not say
 */
record RuleBody(Rule sent, StoredRule kept, String basedOn) {

  /** Stands in front of line numbers, for these rules have no file. */
  static final String SOURCE = "api";

  private static final String VERSION = "resourceVersion";
  private static final int VERSION_BYTES = 8;

  /**
   * Reads a body.
   *
   * @throws RefusedRulesException with all faults
   */
  static RuleBody read(RuleName named, String text) {
    var problems = new Problems();
    List<Element> documents = Documents.read(SOURCE, text, problems);
    Rule rule = documents.isEmpty() ? null : RuleReader.read(documents.getFirst(), named);
    if (documents.size() != 1 && problems.all().isEmpty()) {
      problems.reading(named.title());
      Place place = new Place(SOURCE, 1, 1);
      problems.fault(place, "", documents.size() + " documents", "one document");
    }
    if (rule == null || !problems.all().isEmpty()) {
      throw new RefusedRulesException(problems.all());
    }
    return of(rule, documents.getFirst(), documents.getFirst().peek("metadata", VERSION));
  }

  private static RuleBody of(Rule rule, Element document, String basedOn) {
    Map<String, @Nullable Object> tree = tree(rule, document);
    String version = version(Yaml.of(tree));
    if (tree.get("metadata") instanceof Map<?, ?> metadata) {
      Map<Object, @Nullable Object> stamped = new LinkedHashMap<>(metadata);
      stamped.put(VERSION, version);
      tree.put("metadata", stamped);
    }
    String text = Yaml.of(tree);
    Element again = Documents.read(SOURCE, text, new Problems()).getFirst();
    Rule kept = RuleReader.read(again, RuleName.of(rule));
    if (kept == null) {
      throw new IllegalStateException(rule.title() + " cannot be read again from " + text);
    }
    return new RuleBody(rule, new StoredRule(kept, text, version), basedOn);
  }

  /** What means something: no status, and none of what a Kubernetes API adds. */
  private static Map<String, @Nullable Object> tree(Rule rule, Element document) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("name", rule.meta().name());
    metadata.put("namespace", rule.meta().namespace());
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    if (document.value() instanceof Map<?, ?> given) {
      if (given.get("metadata") instanceof Map<?, ?> of) {
        put(metadata, "labels", of.get("labels"));
        put(metadata, "annotations", of.get("annotations"));
      }
      put(whole, "apiVersion", given.get("apiVersion"));
      put(whole, "kind", given.get("kind"));
      whole.put("metadata", metadata);
      put(whole, "spec", given.get("spec"));
    }
    return whole;
  }

  private static void put(Map<String, @Nullable Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static String version(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
