package mesh.proxy.admin.dump;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.envoyproxy.envoy.admin.v3.BootstrapConfigDump;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ConfigDump;
import io.envoyproxy.envoy.admin.v3.EndpointsConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.ScopedRoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.SecretsConfigDump;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;
import org.jspecify.annotations.Nullable;

/** {@code /config_dump}. */
public final class ConfigDumpPage {

  private static final int BAD = 400;
  private static final int NOT_FOUND = 404;

  /** The order in which they are shown. */
  private static final List<Message> TYPES =
      List.of(
          BootstrapConfigDump.getDefaultInstance(),
          ClustersConfigDump.getDefaultInstance(),
          EndpointsConfigDump.getDefaultInstance(),
          ListenersConfigDump.getDefaultInstance(),
          ScopedRoutesConfigDump.getDefaultInstance(),
          RoutesConfigDump.getDefaultInstance(),
          SecretsConfigDump.getDefaultInstance());

  private final List<DumpSource> sources;

  public ConfigDumpPage(List<DumpSource> sources) {
    this.sources = List.copyOf(sources);
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.look(
            "/config_dump",
            "dump current configs",
            this::answer,
            new Parameter("resource", "The resource to dump"),
            new Parameter(
                "mask",
                "The mask to apply. When both resource and mask are specified, the mask is applied"
                    + " to every element in the desired repeated field so that only a subset of"
                    + " fields are returned."),
            new Parameter(
                "name_regex",
                "Dump only the currently loaded configurations whose names match the specified"
                    + " regex."),
            new Parameter("include_eds", "Dump currently loaded configuration including EDS.")));
  }

  private AdminAnswer answer(AdminRequest request) {
    Pattern names;
    try {
      names = request.has("name_regex") ? Pattern.compile(request.parameter("name_regex")) : null;
    } catch (PatternSyntaxException e) {
      return AdminAnswer.text(
          BAD,
          "INVALID_ARGUMENT: Error while parsing name_regex from "
              + e.getPattern()
              + ": "
              + e.getDescription());
    }
    List<Message> dumps = new ArrayList<>();
    for (Message dump : collect(request.has("include_eds"))) {
      dumps.add(Redaction.of(names == null ? dump : NameFilter.of(dump, names)));
    }
    String mask = request.parameter("mask");
    FieldTree fields = mask.isEmpty() ? null : FieldTree.of(mask);
    return request.has("resource")
        ? resource(request.parameter("resource"), dumps, fields, mask)
        : whole(dumps, fields, mask);
  }

  private static AdminAnswer whole(List<Message> dumps, @Nullable FieldTree fields, String mask) {
    var all = ConfigDump.newBuilder();
    for (Message dump : dumps) {
      Message kept = fields == null ? dump : fields.keep(dump);
      if (kept != null) {
        all.addConfigs(Any.pack(kept));
      }
    }
    return all.getConfigsCount() == 0
        ? AdminAnswer.text(
            BAD, "FieldMask " + mask + " could not be successfully applied to any configs.")
        : AdminAnswer.json(ProtoJson.of(all.build()));
  }

  private static AdminAnswer resource(
      String name, List<Message> dumps, @Nullable FieldTree fields, String mask) {
    for (Message dump : dumps) {
      FieldDescriptor field = dump.getDescriptorForType().findFieldByName(name);
      if (field != null && !field.isRepeated()) {
        return AdminAnswer.text(
            BAD, name + " is not a repeated field. Use ?mask=" + name + " to get only this field");
      }
      if (field != null) {
        return elements((List<?>) dump.getField(field), fields, mask);
      }
    }
    return AdminAnswer.text(NOT_FOUND, name + " not found in config dump");
  }

  private static AdminAnswer elements(List<?> elements, @Nullable FieldTree fields, String mask) {
    var all = ConfigDump.newBuilder();
    for (Object element : elements) {
      Message kept = fields == null ? (Message) element : fields.keep((Message) element);
      if (kept == null) {
        return AdminAnswer.text(BAD, "FieldMask " + mask + " could not be successfully used.");
      }
      all.addConfigs(Any.pack(kept));
    }
    return AdminAnswer.json(ProtoJson.of(all.build()));
  }

  private List<Message> collect(boolean endpoints) {
    Map<String, Message.Builder> byType = new LinkedHashMap<>();
    for (Message type : TYPES) {
      if (endpoints || !(type instanceof EndpointsConfigDump)) {
        byType.put(type.getDescriptorForType().getFullName(), type.newBuilderForType());
      }
    }
    for (DumpSource source : sources) {
      for (Message dump : source.dumps(endpoints)) {
        byType
            .computeIfAbsent(
                dump.getDescriptorForType().getFullName(), type -> dump.newBuilderForType())
            .mergeFrom(dump);
      }
    }
    return byType.values().stream().map(Message.Builder::build).toList();
  }
}
