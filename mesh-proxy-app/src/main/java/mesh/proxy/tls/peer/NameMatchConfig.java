package mesh.proxy.tls.peer;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.StringMatchConfig;

/** Reads what a subject alternative name should look like. */
public final class NameMatchConfig {

  public static final Supported SUPPORTED =
      Supported.all(SubjectAltNameMatcher.getDefaultInstance()).and(StringMatchConfig.SUPPORTED);

  private NameMatchConfig() {}

  /** One matcher with its type. */
  public static NameMatch parse(SubjectAltNameMatcher matcher) {
    NameType type =
        switch (matcher.getSanType()) {
          case EMAIL -> NameType.EMAIL;
          case DNS -> NameType.DNS;
          case URI -> NameType.URI;
          case IP_ADDRESS -> NameType.IP_ADDRESS;
          case OTHER_NAME -> NameType.OTHER_NAME;
          case SAN_TYPE_UNSPECIFIED, UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "san_type", matcher.getSanType(), "EMAIL, DNS, URI, IP_ADDRESS or OTHER_NAME");
        };
    if (type == NameType.OTHER_NAME && matcher.getOid().isEmpty()) {
      throw new InvalidConfigException("oid", "", "the type of the name, dotted");
    }
    var pattern = ProtoValue.under("matcher", () -> StringMatchConfig.parse(matcher.getMatcher()));
    return new NameMatch(type, pattern, matcher.getOid());
  }
}
