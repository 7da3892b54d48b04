package mesh.pilot.source.kind;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mesh.config.Suggestion;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.Kind;
import mesh.pilot.model.Meta;
import mesh.pilot.model.Rule;
import mesh.pilot.model.RuleName;
import org.jspecify.annotations.Nullable;

/** Reads one document of the form that Kubernetes gives to resources. */
public final class RuleReader {

  private static final String DEFAULT_NAMESPACE = "default";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_SHOWN = 2 * LONGEST_NAME;

  // What a Kubernetes API adds; none of it means anything to a mesh.
  private static final List<String> BOOKKEEPING =
      List.of(
          "annotations",
          "creationTimestamp",
          "finalizers",
          "generation",
          "managedFields",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");

  private RuleReader() {}

  /**
   * Reads a rule. Faults are told to the problems of the document; the rule is then not to be used.
   *
   * @return null if it is of no kind that we know
   */
  public static @Nullable Rule read(Element document) {
    return read(document, null);
  }

  /**
   * Reads a rule whose name is known: the document may leave it out, but not say another.
   *
   * @return null if it is of no kind that we know
   */
  public static @Nullable Rule read(Element document, @Nullable RuleName named) {
    document.isResource(named == null ? resource(document) : named.title());
    Fields fields = document.fields();
    Kind kind = kind(fields, named);
    Meta meta = fields.object("metadata", metadata -> meta(metadata, document, named));
    if (meta == null && named != null) {
      meta =
          new Meta(named.namespace(), named.name(), Map.of(), document.place(), document.places());
    } else if (meta == null) {
      fields.missing("metadata", "an object with a name");
    }
    Element spec = fields.get("spec");
    if (spec == null && kind != Kind.PEER_AUTHENTICATION && kind != Kind.AUTHORIZATION_POLICY) {
      fields.missing("spec", "an object");
    }
    fields.has("status");
    fields.end();
    if (kind == null || meta == null) {
      return null;
    }
    Fields body = spec == null ? null : spec.fields();
    Rule rule = read(kind, meta, body == null ? document.nothing("spec") : body);
    if (body != null) {
      body.end();
    }
    return rule;
  }

  /** As messages name it, as far as it can be told. */
  private static String resource(Element document) {
    String kind = document.peek("kind");
    String name = document.peek("metadata", "name");
    String namespace = document.peek("metadata", "namespace");
    String shown =
        name.isEmpty()
            ? kind
            : kind + " " + (namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace) + "/" + name;
    return shown.substring(0, Math.min(shown.length(), LONGEST_SHOWN)).strip();
  }

  private static Rule read(Kind kind, Meta meta, Fields spec) {
    return switch (kind) {
      case SERVICE_ENTRY -> ServiceEntryReader.serviceEntry(meta, spec);
      case WORKLOAD_ENTRY -> ServiceEntryReader.workloadEntry(meta, spec);
      case VIRTUAL_SERVICE -> VirtualServiceReader.read(meta, spec);
      case DESTINATION_RULE -> DestinationRuleReader.read(meta, spec);
      case GATEWAY -> GatewayReader.read(meta, spec);
      case PEER_AUTHENTICATION -> SecurityReader.peerAuthentication(meta, spec);
      case AUTHORIZATION_POLICY -> SecurityReader.authorizationPolicy(meta, spec);
    };
  }

  private static @Nullable Kind kind(Fields fields, @Nullable RuleName named) {
    String text = fields.required("kind");
    String version = fields.required("apiVersion");
    if (text.isEmpty()) {
      return null;
    }
    Kind kind = Kind.of(text).orElse(null);
    if (kind == null) {
      List<String> known = Arrays.stream(Kind.values()).map(Kind::text).toList();
      fields.missing(
          "kind",
          "a kind that we support: " + String.join(", ", known) + Suggestion.hint(text, known));
    } else if (named != null && kind != named.kind()) {
      fields.missing("kind", named.kind().text() + ", as the path says");
    } else if (!version.isEmpty()
        && Kind.VERSIONS.stream().noneMatch(one -> version.equals(kind.group() + "/" + one))) {
      fields.missing("apiVersion", kind.group() + "/v1 (or v1beta1, v1alpha3)");
    }
    return kind;
  }

  private static Meta meta(Fields fields, Element document, @Nullable RuleName named) {
    String name = named == null ? fields.required("name") : fields.text("name", named.name());
    if (named != null && !name.equals(named.name())) {
      fields.missing("name", named.name() + ", as the path says");
    } else if (!name.isEmpty() && !isName(name)) {
      fields.missing("name", "at most 253 of a-z, 0-9, - and ., a letter or digit at both ends");
    }
    String usual = named == null ? DEFAULT_NAMESPACE : named.namespace();
    String namespace = fields.text("namespace", usual);
    if (named != null && !namespace.equals(usual)) {
      fields.missing("namespace", usual + ", as the path says");
    } else if (!isName(namespace)) {
      fields.missing("namespace", "a-z, 0-9 and -, a letter or digit at both ends");
    }
    Map<String, String> labels = fields.textMap("labels");
    BOOKKEEPING.forEach(fields::has);
    return new Meta(namespace, name, labels, fields.self().place(), document.places());
  }

  /** Whether a rule or a namespace can have this name. */
  public static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }
}
