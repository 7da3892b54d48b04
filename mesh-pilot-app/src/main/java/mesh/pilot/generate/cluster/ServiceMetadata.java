package mesh.pilot.generate.cluster;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Metadata;

/** Says to access logs and metrics which service a cluster stands for; under Istio's key. */
final class ServiceMetadata {

  private static final String KEY = "istio";

  private ServiceMetadata() {}

  static Metadata of(String host, String namespace) {
    int dot = host.indexOf('.');
    var service =
        Struct.newBuilder()
            .putFields("host", text(host))
            .putFields("name", text(dot < 0 ? host : host.substring(0, dot)))
            .putFields("namespace", text(namespace));
    return Metadata.newBuilder()
        .putFilterMetadata(
            KEY,
            Struct.newBuilder()
                .putFields(
                    "services",
                    Value.newBuilder()
                        .setListValue(
                            ListValue.newBuilder()
                                .addValues(Value.newBuilder().setStructValue(service)))
                        .build())
                .build())
        .build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
