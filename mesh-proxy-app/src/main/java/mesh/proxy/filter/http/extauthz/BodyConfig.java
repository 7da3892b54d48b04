package mesh.proxy.filter.http.extauthz;

import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.BufferSettings;
import mesh.config.InvalidConfigException;

/**
 * How much of a body the service is told. Immutable.
 *
 * @param most bytes
 * @param partial whether a longer body is cut; else the request is refused with 413
 * @param asBytes whether it is sent as bytes, and not as text
 */
record BodyConfig(int most, boolean partial, boolean asBytes) {

  static BodyConfig parse(BufferSettings proto) {
    int most = proto.getMaxRequestBytes();
    if (most <= 0) {
      throw new InvalidConfigException(
          "max_request_bytes", Integer.toUnsignedLong(most), "1 to " + Integer.MAX_VALUE);
    }
    return new BodyConfig(most, proto.getAllowPartialMessage(), proto.getPackAsBytes());
  }
}
