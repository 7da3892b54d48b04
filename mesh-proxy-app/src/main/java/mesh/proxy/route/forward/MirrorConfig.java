package mesh.proxy.route.forward;

import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.runtime.FractionalPercent;
import mesh.proxy.runtime.RuntimeFraction;

/** Reads request mirror policies. */
public final class MirrorConfig {

  public static final Supported SUPPORTED =
      Supported.of(RequestMirrorPolicy.getDefaultInstance())
          .fields("cluster", "cluster_header")
          .fields("runtime_fraction", "disable_shadow_host_suffix_append")
          .ignored("trace_sampled", "the copy has the trace context of its request");

  private MirrorConfig() {}

  /** Reads the list; faults start with an index. */
  public static List<Mirror> parse(List<RequestMirrorPolicy> protos) {
    var mirrors = new ArrayList<Mirror>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      RequestMirrorPolicy proto = protos.get(at);
      mirrors.add(ProtoValue.under("[" + at + "]", () -> parse(proto)));
    }
    return mirrors;
  }

  private static Mirror parse(RequestMirrorPolicy proto) {
    if (proto.getCluster().isEmpty() == proto.getClusterHeader().isEmpty()) {
      throw new InvalidConfigException(
          "cluster", proto.getCluster(), "exactly one of cluster and cluster_header");
    }
    return new Mirror(
        proto.getCluster().isEmpty()
            ? new ClusterSpecifier.FromHeader(Ascii.lower(proto.getClusterHeader()))
            : new ClusterSpecifier.Fixed(proto.getCluster()),
        proto.hasRuntimeFraction()
            ? ProtoValue.under(
                "runtime_fraction", () -> ProtoValue.runtimeFraction(proto.getRuntimeFraction()))
            : new RuntimeFraction("", FractionalPercent.ALL),
        !proto.getDisableShadowHostSuffixAppend());
  }
}
