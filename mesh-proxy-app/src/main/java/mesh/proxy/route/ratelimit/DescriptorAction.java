package mesh.proxy.route.ratelimit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import mesh.proxy.http.Headers;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.MetadataMatch;
import mesh.proxy.match.PercentCoding;
import mesh.proxy.match.QueryMatch;
import mesh.proxy.match.QueryString;
import mesh.proxy.route.ratelimit.Descriptor.Entry;
import org.jspecify.annotations.Nullable;

/** Makes one entry of a descriptor. Immutable. */
sealed interface DescriptorAction {

  /** Stands for no entry where the descriptor goes on without it. */
  Entry SKIPPED = new Entry("", "");

  /** The entry; {@link #SKIPPED}; null if there is no descriptor for this request at all. */
  @Nullable Entry entry(RequestFacts facts);

  /** Our own service cluster. */
  record SourceCluster() implements DescriptorAction {

    @Override
    public Entry entry(RequestFacts facts) {
      return new Entry("source_cluster", facts.serviceCluster());
    }
  }

  /** The cluster that the request is routed to. */
  record DestinationCluster() implements DescriptorAction {

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      String cluster = facts.destinationCluster();
      return cluster == null ? null : new Entry("destination_cluster", cluster);
    }
  }

  /** A header field's first value. */
  record RequestHeader(String header, String key, boolean skipIfAbsent)
      implements DescriptorAction {

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      return entryOf(key, facts.head().get(header), skipIfAbsent);
    }
  }

  /** A query parameter's first value. */
  record QueryParameter(String parameter, String key, boolean skipIfAbsent)
      implements DescriptorAction {

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      return entryOf(key, queryValue(facts.head(), parameter), skipIfAbsent);
    }
  }

  /** The client's address as far as we trust what we are told. */
  record RemoteAddress() implements DescriptorAction {

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      InetAddress remote = remote(facts);
      return remote == null ? null : new Entry("remote_address", AddressText.of(remote));
    }
  }

  /** The client's network. */
  record MaskedRemoteAddress(int v4Bits, int v6Bits) implements DescriptorAction {

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      InetAddress remote = remote(facts);
      return remote == null
          ? null
          : new Entry("masked_remote_address", AddressText.masked(remote, v4Bits, v6Bits));
    }
  }

  /** The same for every request. */
  record GenericKey(Entry constant) implements DescriptorAction {

    @Override
    public Entry entry(RequestFacts facts) {
      return constant;
    }
  }

  /** A constant, if the request's header fields match or, with {@code expected} false, do not. */
  record HeaderValueMatch(Entry constant, List<HeaderMatch> headers, boolean expected)
      implements DescriptorAction {

    public HeaderValueMatch {
      headers = List.copyOf(headers);
    }

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      return HeaderMatch.allMatch(headers, facts.head()) == expected ? constant : null;
    }
  }

  /**
   * A constant, if the request's query parameters match or, with {@code expected} false, do not.
   */
  record QueryValueMatch(Entry constant, List<QueryMatch> parameters, boolean expected)
      implements DescriptorAction {

    public QueryValueMatch {
      parameters = List.copyOf(parameters);
    }

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      return allMatch(facts.head()) == expected ? constant : null;
    }

    private boolean allMatch(Headers head) {
      for (QueryMatch parameter : parameters) {
        String value = queryValue(head, parameter.name());
        boolean matches =
            parameter.match() == null
                ? (value != null) == parameter.expected()
                : value != null && parameter.match().matches(value);
        if (!matches) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A string in metadata.
   *
   * @param ofRoute whether the route's metadata is asked; else what filters left
   * @param fallback value if there is none; empty for no fallback
   */
  record MetadataValue(
      String key,
      String namespace,
      List<String> path,
      boolean ofRoute,
      String fallback,
      boolean skipIfAbsent)
      implements DescriptorAction {

    public MetadataValue {
      path = List.copyOf(path);
    }

    @Override
    public @Nullable Entry entry(RequestFacts facts) {
      var metadata = ofRoute ? facts.routeMetadata() : facts.info().dynamicMetadata();
      String found =
          MetadataMatch.find(metadata.get(namespace), path) instanceof String text ? text : "";
      String value = found.isEmpty() ? fallback : found;
      return entryOf(key, value.isEmpty() ? null : value, skipIfAbsent);
    }
  }

  private static @Nullable Entry entryOf(String key, @Nullable String value, boolean skipIfAbsent) {
    if (value == null) {
      return skipIfAbsent ? SKIPPED : null;
    }
    return new Entry(key, value);
  }

  private static @Nullable InetAddress remote(RequestFacts facts) {
    return facts.info().remote instanceof InetSocketAddress socket ? socket.getAddress() : null;
  }

  private static @Nullable String queryValue(Headers head, String name) {
    String value = QueryString.value(head.path(), name);
    return value == null || value.indexOf('%') < 0 ? value : PercentCoding.decode(value);
  }
}
