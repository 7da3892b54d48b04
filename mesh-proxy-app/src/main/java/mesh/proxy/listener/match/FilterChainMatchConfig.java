package mesh.proxy.listener.match;

import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;

/**
 * What a connection must be for a filter chain. Immutable; empty lists and strings ask for nothing.
 *
 * @param destinationPort 0 asks for nothing
 * @param serverNames lower case; {@code *.example.com} for all names below
 */
public record FilterChainMatchConfig(
    int destinationPort,
    List<IpRange> destinations,
    List<String> serverNames,
    String transportProtocol,
    List<String> applicationProtocols,
    List<IpRange> directSources,
    SourceType sourceType,
    List<IpRange> sources,
    List<Integer> sourcePorts) {

  public static final Supported SUPPORTED =
      Supported.of(FilterChainMatch.getDefaultInstance())
          .fields(
              "destination_port",
              "prefix_ranges",
              "server_names",
              "transport_protocol",
              "application_protocols",
              "direct_source_prefix_ranges",
              "source_type",
              "source_prefix_ranges",
              "source_ports")
          .and(Supported.all(CidrRange.getDefaultInstance()));

  public FilterChainMatchConfig {
    destinations = List.copyOf(destinations);
    serverNames = List.copyOf(serverNames);
    applicationProtocols = List.copyOf(applicationProtocols);
    directSources = List.copyOf(directSources);
    sources = List.copyOf(sources);
    sourcePorts = List.copyOf(sourcePorts);
  }

  /** Reads the message. */
  public static FilterChainMatchConfig parse(FilterChainMatch proto) {
    return new FilterChainMatchConfig(
        proto.getDestinationPort().getValue(),
        ranges("prefix_ranges", proto.getPrefixRangesList()),
        serverNames(proto.getServerNamesList()),
        proto.getTransportProtocol(),
        proto.getApplicationProtocolsList(),
        ranges("direct_source_prefix_ranges", proto.getDirectSourcePrefixRangesList()),
        switch (proto.getSourceType()) {
          case ANY -> SourceType.ANY;
          case SAME_IP_OR_LOOPBACK -> SourceType.SAME_IP_OR_LOOPBACK;
          case EXTERNAL -> SourceType.EXTERNAL;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "source_type",
                  proto.getSourceTypeValue(),
                  "ANY, SAME_IP_OR_LOOPBACK or EXTERNAL");
        },
        ranges("source_prefix_ranges", proto.getSourcePrefixRangesList()),
        proto.getSourcePortsList());
  }

  private static List<IpRange> ranges(String field, List<CidrRange> protos) {
    List<IpRange> ranges = new ArrayList<>();
    for (int at = 0; at < protos.size(); at++) {
      CidrRange proto = protos.get(at);
      ranges.add(
          ProtoValue.under(
              field + "[" + at + "]",
              () -> IpRange.of(proto.getAddressPrefix(), proto.getPrefixLen().getValue())));
    }
    return ranges;
  }

  private static List<String> serverNames(List<String> written) {
    List<String> names = new ArrayList<>();
    for (int at = 0; at < written.size(); at++) {
      String name = Ascii.lower(written.get(at));
      boolean wildcard = name.startsWith("*.") && name.length() > 2;
      if (name.isEmpty() || name.indexOf('*', wildcard ? 1 : 0) >= 0) {
        throw new InvalidConfigException(
            "server_names[" + at + "]",
            written.get(at),
            "a name, or *. and a name; none at all to match every server name");
      }
      names.add(name);
    }
    return names;
  }
}
