package mesh.proxy.filter.network.httpconnectionmanager.origin;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.http.original_ip_detection.custom_header.v3.CustomHeaderConfig;
import io.envoyproxy.envoy.extensions.http.original_ip_detection.xff.v3.XffConfig;
import io.envoyproxy.envoy.extensions.http.original_ip_detection.xff.v3.XffTrustedCidrs;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.match.CidrConfig;
import org.jspecify.annotations.Nullable;

/** Reads {@code original_ip_detection_extensions}. */
public final class OriginalAddressConfig {

  public static final Supported SUPPORTED =
      Supported.all(TypedExtensionConfig.getDefaultInstance());

  private static final Supported CUSTOM_HEADER =
      Supported.all(CustomHeaderConfig.getDefaultInstance())
          .and(Supported.all(HttpStatus.getDefaultInstance()));
  private static final Supported XFF =
      Supported.all(XffConfig.getDefaultInstance())
          .and(
              Supported.all(XffTrustedCidrs.getDefaultInstance()),
              Supported.all(CidrRange.getDefaultInstance()));

  private OriginalAddressConfig() {}

  /** The first that finds an address has the word. */
  public static List<OriginalAddress> parse(List<TypedExtensionConfig> protos) {
    var all = new ArrayList<OriginalAddress>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      Any config = protos.get(at).getTypedConfig();
      all.add(ProtoValue.under("[" + at + "].typed_config", () -> parse(config)));
    }
    return all;
  }

  private static OriginalAddress parse(Any config) {
    if (config.is(XffConfig.class)) {
      return xff(TypedConfig.open(config, XffConfig.getDefaultInstance(), XFF));
    }
    if (config.is(CustomHeaderConfig.class)) {
      return field(
          TypedConfig.open(config, CustomHeaderConfig.getDefaultInstance(), CUSTOM_HEADER));
    }
    throw new InvalidConfigException(
        "@type",
        config.getTypeUrl(),
        "envoy.extensions.http.original_ip_detection.xff.v3.XffConfig or"
            + " ….custom_header.v3.CustomHeaderConfig");
  }

  private static OriginalAddress xff(XffConfig proto) {
    boolean appends = proto.hasSkipXffAppend() && !proto.getSkipXffAppend().getValue();
    if (!proto.hasXffTrustedCidrs()) {
      return new OriginalAddress.Hops(proto.getXffNumTrustedHops(), appends);
    }
    if (proto.getXffNumTrustedHops() > 0) {
      throw new InvalidConfigException(
          "xff_num_trusted_hops",
          proto.getXffNumTrustedHops(),
          "nothing together with xff_trusted_cidrs");
    }
    return new OriginalAddress.Proxies(
        ProtoValue.under(
            "xff_trusted_cidrs.cidrs",
            () -> CidrConfig.parse(proto.getXffTrustedCidrs().getCidrsList())),
        appends);
  }

  private static OriginalAddress field(CustomHeaderConfig proto) {
    return new OriginalAddress.Field(
        proto.getHeaderName().toLowerCase(Locale.ROOT),
        proto.getAllowExtensionToSetAddressAsTrusted(),
        refusal(proto));
  }

  private static @Nullable LocalReply refusal(CustomHeaderConfig proto) {
    if (!proto.hasRejectWithStatus()) {
      return null;
    }
    int status = proto.getRejectWithStatus().getCodeValue();
    return new LocalReply(status < 400 ? 403 : status, "rejecting_because_detection_failed");
  }
}
