package mesh.proxy.config.read;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ConfigWarning;
import mesh.proxy.config.Fields;
import mesh.proxy.config.Findings;
import mesh.proxy.config.old.EnvoyV2;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.rule.ProtoRules;
import mesh.proxy.config.yaml.TabbedLines;
import mesh.proxy.config.yaml.TreeEvents;
import mesh.proxy.config.yaml.YamlEvents;
import mesh.proxy.config.yaml.YamlText;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads whole documents: a bootstrap, or a response of a file-based xDS source. */
public final class ConfigReader {

  private static final String YAML = "YAML or JSON";

  private ConfigReader() {}

  /**
   * Reads a YAML or JSON text.
   *
   * @param prototype says which message is expected
   * @throws InvalidConfigException with every fault that was found, each with file and line
   * @throws IOException if the text cannot be read at all
   */
  public static <M extends Message> Reading<M> read(YamlText text, M prototype) throws IOException {
    try {
      return readAs(text, prototype);
    } catch (YamlEngineException e) {
      TabbedLines tabs = text.tabbedLines();
      if (tabs.count() == 0) {
        throw syntaxFault(text, e, YAML);
      }
      return readWithTabs(text, prototype, tabs);
    }
  }

  /**
   * Reads a tree of maps, lists and scalars.
   *
   * @param places where its values come from
   * @throws InvalidConfigException with every fault that was found
   */
  public static <M extends Message> Reading<M> read(
      @Nullable Object tree, M prototype, Places places) {
    return read(new YamlEvents(TreeEvents.of(tree)), prototype, places);
  }

  private static <M extends Message> Reading<M> readAs(YamlText text, M prototype)
      throws IOException {
    try (Reader opened = text.open()) {
      return read(new YamlEvents(text.events(opened)), prototype, paths -> places(text, paths));
    }
  }

  private static <M extends Message> Reading<M> readWithTabs(
      YamlText text, M prototype, TabbedLines tabs) throws IOException {
    YamlText spaced = text.withTabsExpanded();
    try {
      Reading<M> reading = readAs(spaced, prototype);
      List<ConfigWarning> warnings = new ArrayList<>();
      warnings.add(tabWarning(text, tabs));
      warnings.addAll(reading.warnings());
      return new Reading<>(reading.message(), warnings, reading.places());
    } catch (YamlEngineException e) {
      throw syntaxFault(
          spaced, e, YAML + "; a tab is read as two spaces, the first is in line " + tabs.first());
    }
  }

  private static <M extends Message> Reading<M> read(
      YamlEvents events, M prototype, Places places) {
    var findings = new Findings();
    var builder = DynamicMessage.newBuilder(Fields.type(prototype));
    var reader = new ProtoReader(events, "", findings, EnvoyV2.SPELLINGS);
    readDocument(events, reader, builder, findings);
    Message message = builder.build();
    if (!findings.isFaulty()) { // a value that was skipped would be missed as well
      reader.ruleFindings().faults().forEach(findings::fault);
      ProtoRules.check(message, "", findings);
    }
    if (findings.isFaulty()) {
      throw places.locate(InvalidConfigException.of(findings.faults()));
    }
    return new Reading<>(typed(message, prototype), places.locate(findings.warnings()), places);
  }

  private static <M extends Message> M typed(Message message, M prototype) {
    try {
      @SuppressWarnings("unchecked") // the parser of the prototype's own class
      M typed = (M) prototype.getParserForType().parseFrom(message.toByteString());
      return typed;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that was just encoded", e);
    }
  }

  private static void readDocument(
      YamlEvents events, ProtoReader reader, Message.Builder builder, Findings findings) {
    try {
      if (!events.begin()) {
        findings.fault("", "an empty document", builder.getDescriptorForType().getFullName());
        return;
      }
      reader.readInto(builder);
      if (!findings.isFaulty()) {
        events.end();
      }
    } catch (InvalidConfigException e) {
      findings.fault(e);
    }
  }

  private static Map<String, String> places(YamlText text, Collection<String> paths) {
    try {
      Map<String, String> places = new LinkedHashMap<>();
      text.lines(paths).forEach((path, line) -> places.put(path, text.name() + ":" + line));
      return places;
    } catch (IOException | YamlEngineException e) {
      return Map.of(); // the file is gone or changed: the fault is told without its line
    }
  }

  private static ConfigWarning tabWarning(YamlText text, TabbedLines tabs) {
    String more = tabs.count() == 1 ? "" : " (and in " + (tabs.count() - 1) + " more lines)";
    return new ConfigWarning(
        text.name() + ":" + tabs.first(),
        "",
        "tab in the indentation" + more + " is read as two spaces; write spaces");
  }

  // Positions cost time, so the first reading had none: parse again for this one.
  private static InvalidConfigException syntaxFault(
      YamlText text, YamlEngineException first, String expected) throws IOException {
    YamlEngineException fault = first;
    try {
      text.parseToTheEnd();
    } catch (YamlEngineException e) {
      fault = e;
    }
    String problem = fault.getMessage();
    String place = text.name();
    if (fault instanceof MarkedYamlEngineException marked) {
      problem = marked.getProblem();
      place += marked.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }
    return new InvalidConfigException("", problem, expected).at(place);
  }
}
