package mesh.pilot.generate.endpoint;

import com.google.protobuf.Struct;
import java.util.Map;
import mesh.pilot.world.Instance;

/**
 * Says to access logs and metrics which workload an endpoint is: {@code
 * workload;namespace;canonical-name;canonical-revision;cluster}, as Istio does.
 */
final class WorkloadMetadata {

  private static final String APP = "app";
  private static final String VERSION = "version";

  private WorkloadMetadata() {}

  static Struct of(Instance instance) {
    Map<String, String> labels = instance.workload().labels();
    String host = instance.service().host();
    int dot = host.indexOf('.');
    String service = dot < 0 ? host : host.substring(0, dot);
    String app =
        labels.getOrDefault("service.istio.io/canonical-name", labels.getOrDefault(APP, service));
    String revision =
        labels.getOrDefault(
            "service.istio.io/canonical-revision", labels.getOrDefault(VERSION, "latest"));
    String workload = labels.containsKey(VERSION) ? app + "-" + revision : app;
    String namespace = instance.service().namespace();
    return Struct.newBuilder()
        .putFields(
            "workload",
            Endpoints.text(String.join(";", workload, namespace, app, revision, "mesh")))
        .build();
  }
}
