package mesh.pilot.source.kind;

import mesh.pilot.document.Fields;
import mesh.pilot.model.HeaderRules;

/** Reads {@code headers} of routes and destinations. */
final class HeaderRulesReader {

  private HeaderRulesReader() {}

  static HeaderRules read(Fields owner) {
    HeaderRules rules =
        owner.object(
            "headers",
            fields -> new HeaderRules(change(fields, "request"), change(fields, "response")));
    return rules == null ? HeaderRules.NONE : rules;
  }

  private static HeaderRules.Change change(Fields owner, String name) {
    HeaderRules.Change change =
        owner.object(
            name,
            fields ->
                new HeaderRules.Change(
                    fields.textMap("set"), fields.textMap("add"), fields.texts("remove")));
    return change == null ? HeaderRules.Change.NONE : change;
  }
}
