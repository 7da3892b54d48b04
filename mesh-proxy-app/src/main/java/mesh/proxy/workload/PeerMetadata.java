package mesh.proxy.workload;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How workloads tell each other who they are: a {@code Struct} with the keys of a node's metadata,
 * in base64.
 */
public final class PeerMetadata {

  /** The name of the other side's instance. */
  public static final String ID_HEADER = "x-envoy-peer-metadata-id";

  /** What is known of it. */
  public static final String HEADER = "x-envoy-peer-metadata";

  private static final String NAME = "WORKLOAD_NAME";
  private static final String NAMESPACE = "NAMESPACE";
  private static final String CLUSTER = "CLUSTER_ID";
  private static final String INSTANCE = "NAME";
  private static final String LABELS = "LABELS";
  private static final String CANONICAL_NAME = "service.istio.io/canonical-name";
  private static final String CANONICAL_REVISION = "service.istio.io/canonical-revision";
  private static final String APP = "app";
  private static final String VERSION = "version";

  private PeerMetadata() {}

  /** A node's metadata; labels that Istio's injector would add are derived as it does it. */
  static Workload ofNode(Struct metadata) {
    Workload given = read(metadata);
    Struct labels = labels(metadata);
    String app = first(text(labels, "app.kubernetes.io/name"), given.app(), given.name());
    String version = first(text(labels, "app.kubernetes.io/version"), given.version(), "latest");
    return new Workload(
        given.name(),
        given.namespace(),
        first(given.canonicalName(), app, ""),
        first(given.canonicalRevision(), version, ""),
        given.app(),
        given.version(),
        given.cluster());
  }

  /** What is sent: always the same bytes for the same workload. */
  static String encode(Workload workload, Struct nodeMetadata) {
    var labels = Struct.newBuilder();
    put(labels, CANONICAL_NAME, workload.canonicalName());
    put(labels, CANONICAL_REVISION, workload.canonicalRevision());
    put(labels, APP, workload.app());
    put(labels, VERSION, workload.version());
    var struct = Struct.newBuilder();
    put(struct, INSTANCE, text(nodeMetadata, INSTANCE));
    put(struct, NAME, workload.name());
    put(struct, NAMESPACE, workload.namespace());
    put(struct, CLUSTER, workload.cluster());
    struct.putFields(LABELS, Value.newBuilder().setStructValue(labels).build());
    return Base64.getEncoder().encodeToString(sorted(struct.build()));
  }

  /** What came; null if it is not in that form. */
  static @Nullable Workload decode(String header) {
    try {
      return read(Struct.parseFrom(Base64.getDecoder().decode(header)));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Workload read(Struct metadata) {
    Struct labels = labels(metadata);
    return new Workload(
        text(metadata, NAME),
        text(metadata, NAMESPACE),
        text(labels, CANONICAL_NAME),
        text(labels, CANONICAL_REVISION),
        text(labels, APP),
        text(labels, VERSION),
        text(metadata, CLUSTER));
  }

  private static Struct labels(Struct metadata) {
    Value labels = metadata.getFieldsMap().get(LABELS);
    return labels == null ? Struct.getDefaultInstance() : labels.getStructValue();
  }

  private static String text(Struct struct, String key) {
    Value value = struct.getFieldsMap().get(key);
    return value == null ? "" : value.getStringValue();
  }

  private static void put(Struct.Builder struct, String key, String text) {
    if (!text.isEmpty()) {
      struct.putFields(key, Value.newBuilder().setStringValue(text).build());
    }
  }

  private static String first(String one, String two, String three) {
    return !one.isEmpty() ? one : !two.isEmpty() ? two : three;
  }

  // Maps have no order of their own on the wire.
  private static byte[] sorted(Struct struct) {
    var bytes = new byte[struct.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      struct.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("An array takes what it was made for", e);
    }
    return bytes;
  }
}
