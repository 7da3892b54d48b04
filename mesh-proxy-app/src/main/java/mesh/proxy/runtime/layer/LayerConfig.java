package mesh.proxy.runtime.layer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.xds.ConfigSource;

/** One layer as configured. Immutable. */
public sealed interface LayerConfig {

  Supported SUPPORTED =
      Supported.all(LayeredRuntime.getDefaultInstance())
          .and(
              Supported.of(RuntimeLayer.getDefaultInstance())
                  .fields("name", "static_layer", "disk_layer", "admin_layer", "rtds_layer"),
              Supported.all(RuntimeLayer.DiskLayer.getDefaultInstance()),
              Supported.all(RuntimeLayer.AdminLayer.getDefaultInstance()),
              Supported.all(RuntimeLayer.RtdsLayer.getDefaultInstance()),
              ConfigSource.SUPPORTED);

  String name();

  /** Values of the bootstrap. */
  record Fixed(String name, Map<String, RuntimeValue> values) implements LayerConfig {

    public Fixed {
      values = Map.copyOf(values);
    }
  }

  /**
   * Values in a folder tree: one file each, named by its path.
   *
   * @param symlinkRoot a link that is swapped when the values change
   * @param folder below the link; may be empty
   */
  record Disk(String name, Path symlinkRoot, Path folder) implements LayerConfig {}

  /** Values that people set while the proxy runs. */
  record Admin(String name) implements LayerConfig {}

  /**
   * Values that a file or a management server gives, and changes.
   *
   * @param resource name of the {@code envoy.service.runtime.v3.Runtime}
   */
  record Rtds(String name, String resource, ConfigSource source) implements LayerConfig {}

  /**
   * Reads {@code layered_runtime}.
   *
   * @param serviceCluster {@code node.cluster}
   * @throws InvalidConfigException with a field relative to the message
   */
  static List<LayerConfig> parse(LayeredRuntime proto, String serviceCluster) {
    var layers = new ArrayList<LayerConfig>();
    Set<String> names = new HashSet<>();
    boolean admin = false;
    for (int at = 0; at < proto.getLayersCount(); at++) {
      LayerConfig layer;
      try {
        layer = parse(proto.getLayers(at), serviceCluster);
      } catch (InvalidConfigException e) {
        throw e.under("layers[" + at + "]");
      }
      if (!names.add(layer.name())) {
        throw new InvalidConfigException(
            "layers[" + at + "].name", layer.name(), "a name that no other layer has");
      }
      if (layer instanceof Admin && admin) {
        throw new InvalidConfigException(
            "layers[" + at + "].admin_layer", layer.name(), "at most one admin_layer");
      }
      admin |= layer instanceof Admin;
      layers.add(layer);
    }
    return layers;
  }

  private static LayerConfig parse(RuntimeLayer proto, String serviceCluster) {
    if (proto.getName().isEmpty()) {
      throw new InvalidConfigException("name", "", "at least one character");
    }
    return switch (proto.getLayerSpecifierCase()) {
      case STATIC_LAYER -> fixed(proto.getName(), proto.getStaticLayer());
      case DISK_LAYER -> disk(proto.getName(), proto.getDiskLayer(), serviceCluster);
      case ADMIN_LAYER -> new Admin(proto.getName());
      case RTDS_LAYER -> ProtoValue.under("rtds_layer", () -> rtds(proto));
      case LAYERSPECIFIER_NOT_SET ->
          throw new InvalidConfigException(
              "layer_specifier", null, "one of static_layer, disk_layer, admin_layer, rtds_layer");
    };
  }

  private static Fixed fixed(String name, Struct proto) {
    return new Fixed(name, ProtoValue.under("static_layer", () -> values(proto)));
  }

  private static Rtds rtds(RuntimeLayer proto) {
    RuntimeLayer.RtdsLayer rtds = proto.getRtdsLayer();
    ConfigSource source =
        ProtoValue.under("rtds_config", () -> ConfigSource.parse(rtds.getRtdsConfig()));
    return new Rtds(proto.getName(), rtds.getName(), source);
  }

  /**
   * Flattens a struct: keys below each other are joined by dots.
   *
   * @throws InvalidConfigException with the key that has no such value
   */
  static Map<String, RuntimeValue> values(Struct proto) {
    Map<String, RuntimeValue> values = new HashMap<>();
    collect("", proto, values);
    return values;
  }

  private static void collect(String prefix, Struct struct, Map<String, RuntimeValue> values) {
    struct.getFieldsMap().forEach((key, value) -> collectValue(prefix + key, value, values));
  }

  private static void collectValue(String key, Value value, Map<String, RuntimeValue> values) {
    switch (value.getKindCase()) {
      case NUMBER_VALUE ->
          values.put(key, new RuntimeValue(number(value.getNumberValue()), value.getNumberValue()));
      case BOOL_VALUE ->
          values.put(
              key, new RuntimeValue(String.valueOf(value.getBoolValue()), value.getBoolValue()));
      case STRING_VALUE -> values.put(key, RuntimeValue.of(value.getStringValue()));
      case STRUCT_VALUE -> {
        FractionalPercent share = RuntimeValue.share(plain(value.getStructValue()));
        if (share == null) {
          collect(key + '.', value.getStructValue(), values);
        } else {
          values.put(key, new RuntimeValue(json(value), share));
        }
      }
      case NULL_VALUE, LIST_VALUE, KIND_NOT_SET ->
          throw new InvalidConfigException(
              key, json(value), "a number, string, boolean, share or struct of those");
    }
  }

  private static Map<String, Object> plain(Struct struct) {
    Map<String, Object> fields = new HashMap<>();
    struct
        .getFieldsMap()
        .forEach(
            (key, value) ->
                fields.put(
                    key,
                    value.hasNumberValue()
                        ? (Object) value.getNumberValue()
                        : value.getStringValue()));
    return fields;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String json(Value value) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A Struct value has no JSON form: " + value, e);
    }
  }

  private static Disk disk(String name, RuntimeLayer.DiskLayer proto, String serviceCluster) {
    if (proto.getSymlinkRoot().isEmpty()) {
      throw new InvalidConfigException("disk_layer.symlink_root", "", "a path");
    }
    Path folder = Path.of(proto.getSubdirectory());
    if (proto.getAppendServiceCluster()) {
      if (serviceCluster.isEmpty()) {
        throw new InvalidConfigException(
            "disk_layer.append_service_cluster", true, "node.cluster to be set, or false");
      }
      folder = folder.resolve(serviceCluster);
    }
    return new Disk(name, Path.of(proto.getSymlinkRoot()), folder);
  }
}
