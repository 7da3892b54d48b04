package mesh.proxy.admin.page;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.admin.dump.ProtoJson;
import mesh.proxy.runtime.layer.RuntimeLayers;

/** {@code /runtime} and {@code /runtime_modify}. */
public final class RuntimePages {

  private static final String USAGE =
      """
      usage: /runtime_modify?key1=value1&key2=value2&keyN=valueN
             or send the parameters as form values
      use an empty value to remove a previously added override\
      """;

  private final RuntimeLayers layers;

  public RuntimePages(RuntimeLayers layers) {
    this.layers = layers;
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.look("/runtime", "print runtime values", this::show),
        AdminPage.change(
            "/runtime_modify",
            "Adds or modifies runtime values as passed in query parameters. To delete a previously"
                + " added key, use an empty string as the value. Note that deletion only applies to"
                + " overrides added via this endpoint; values loaded from disk can be modified via"
                + " override but not deleted. E.g. ?key1=value1&key2=value2...",
            this::modify));
  }

  private AdminAnswer show(AdminRequest request) {
    var entries = Struct.newBuilder();
    layers
        .entries()
        .forEach(
            (key, entry) ->
                entries.putFields(
                    key,
                    struct(
                        Struct.newBuilder()
                            .putFields("layer_values", texts(entry.texts()))
                            .putFields("final_value", text(entry.finalText())))));
    var page =
        Struct.newBuilder()
            .putFields("entries", struct(entries))
            .putFields("layers", texts(layers.names()))
            .build();
    return AdminAnswer.json(ProtoJson.of(page));
  }

  private AdminAnswer modify(AdminRequest request) {
    if (request.parameters().isEmpty()) {
      return AdminAnswer.text(400, USAGE);
    }
    return layers.modify(request.parameters())
        ? AdminAnswer.ok()
        : AdminAnswer.text(503, "No admin layer specified");
  }

  private static Value struct(Struct.Builder fields) {
    return Value.newBuilder().setStructValue(fields).build();
  }

  private static Value texts(List<String> texts) {
    var list = ListValue.newBuilder();
    texts.forEach(one -> list.addValues(text(one)));
    return Value.newBuilder().setListValue(list).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
