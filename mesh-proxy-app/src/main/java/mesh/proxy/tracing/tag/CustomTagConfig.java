package mesh.proxy.tracing.tag;

import io.envoyproxy.envoy.type.metadata.v3.MetadataKey;
import io.envoyproxy.envoy.type.metadata.v3.MetadataKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;

/** Reads {@code custom_tags} of connection managers and routes. */
public final class CustomTagConfig {

  public static final Supported SUPPORTED =
      Supported.all(io.envoyproxy.envoy.type.tracing.v3.CustomTag.getDefaultInstance())
          .and(
              Supported.all(
                  io.envoyproxy.envoy.type.tracing.v3.CustomTag.Literal.getDefaultInstance()),
              Supported.all(
                  io.envoyproxy.envoy.type.tracing.v3.CustomTag.Environment.getDefaultInstance()),
              Supported.all(
                  io.envoyproxy.envoy.type.tracing.v3.CustomTag.Header.getDefaultInstance()),
              Supported.all(
                  io.envoyproxy.envoy.type.tracing.v3.CustomTag.Metadata.getDefaultInstance()),
              Supported.of(MetadataKind.getDefaultInstance()).fields("request", "host"),
              Supported.all(MetadataKind.Request.getDefaultInstance()),
              Supported.all(MetadataKind.Host.getDefaultInstance()),
              Supported.all(MetadataKey.getDefaultInstance()),
              Supported.all(MetadataKey.PathSegment.getDefaultInstance()));

  private CustomTagConfig() {}

  /** All of them, faults named by index: {@code custom_tags[0].tag}. */
  public static List<CustomTag> parse(List<io.envoyproxy.envoy.type.tracing.v3.CustomTag> protos) {
    return parse(protos, System.getenv());
  }

  static List<CustomTag> parse(
      List<io.envoyproxy.envoy.type.tracing.v3.CustomTag> protos, Map<String, String> environment) {
    var tags = new ArrayList<CustomTag>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      var proto = protos.get(at);
      tags.add(ProtoValue.under("custom_tags[" + at + "]", () -> parse(proto, environment)));
    }
    return tags;
  }

  private static CustomTag parse(
      io.envoyproxy.envoy.type.tracing.v3.CustomTag proto, Map<String, String> environment) {
    String name = required("tag", proto.getTag());
    return switch (proto.getTypeCase()) {
      case LITERAL ->
          new CustomTag.Fixed(name, required("literal.value", proto.getLiteral().getValue()));
      case ENVIRONMENT -> {
        String variable = required("environment.name", proto.getEnvironment().getName());
        yield new CustomTag.Fixed(
            name, environment.getOrDefault(variable, proto.getEnvironment().getDefaultValue()));
      }
      case REQUEST_HEADER ->
          new CustomTag.RequestHeader(
              name,
              Ascii.lower(required("request_header.name", proto.getRequestHeader().getName())),
              proto.getRequestHeader().getDefaultValue());
      case METADATA -> ProtoValue.under("metadata", () -> metadata(name, proto.getMetadata()));
      case TYPE_NOT_SET ->
          throw new InvalidConfigException(
              "type", null, "one of literal, environment, request_header, metadata");
    };
  }

  private static CustomTag metadata(
      String name, io.envoyproxy.envoy.type.tracing.v3.CustomTag.Metadata proto) {
    CustomTag.Metadata.Kind kind =
        switch (proto.getKind().getKindCase()) {
          case REQUEST -> CustomTag.Metadata.Kind.REQUEST;
          case HOST -> CustomTag.Metadata.Kind.HOST;
          case ROUTE, CLUSTER, KIND_NOT_SET ->
              throw new InvalidConfigException(
                  "kind", proto.getKind().getKindCase(), "request or host");
        };
    return new CustomTag.Metadata(
        name,
        kind,
        required("metadata_key.key", proto.getMetadataKey().getKey()),
        proto.getMetadataKey().getPathList().stream().map(MetadataKey.PathSegment::getKey).toList(),
        proto.getDefaultValue());
  }

  private static String required(String field, String text) {
    if (text.isEmpty()) {
      throw new InvalidConfigException(field, "", "at least one character");
    }
    return text;
  }
}
