package mesh.proxy.rbac;

import java.net.InetSocketAddress;
import java.util.List;
import mesh.proxy.cel.CelCondition;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.match.CidrRanges;
import mesh.proxy.match.FilterStateMatch;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.MetadataMatch;
import mesh.proxy.match.PathMatch;
import mesh.proxy.match.QueryString;
import mesh.proxy.match.StringMatch;
import mesh.proxy.route.match.UriTemplate;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tls.peer.NameMatch;
import org.jspecify.annotations.Nullable;

/** One condition of a policy: a permission, a principal, or a part of either. Immutable. */
sealed interface Rule {

  Headers NO_HEAD = new Headers(0);

  /** A connection has no request head: its header fields are all missing. */
  boolean matches(StreamInfo info);

  /** Everything. */
  record Any() implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return true;
    }
  }

  /** All of several. */
  record AllOf(List<Rule> rules) implements Rule {

    public AllOf {
      rules = List.copyOf(rules);
    }

    @Override
    public boolean matches(StreamInfo info) {
      for (int at = 0; at < rules.size(); at++) {
        if (!rules.get(at).matches(info)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one of several. */
  record OneOf(List<Rule> rules) implements Rule {

    public OneOf {
      rules = List.copyOf(rules);
    }

    @Override
    public boolean matches(StreamInfo info) {
      for (int at = 0; at < rules.size(); at++) {
        if (rules.get(at).matches(info)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The opposite. */
  record Not(Rule rule) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return !rule.matches(info);
    }
  }

  /** A field of the request head. */
  record Header(HeaderMatch match) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return match.matches(Rule.head(info));
    }
  }

  /** The path without query and fragment. */
  record UrlPath(PathMatch match) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      String path = Rule.head(info).path();
      return !path.isEmpty() && match.matches(path);
    }
  }

  /** The path by a template. */
  record PathTemplate(UriTemplate template) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      String path = Rule.head(info).path();
      return template.matches(path, QueryString.start(path));
    }
  }

  /** Whose address is looked at. */
  enum Address {
    /** Where the client wanted to go. */
    DESTINATION,
    /** The peer, as PROXY protocol says. */
    SOURCE,
    /** The socket's peer. */
    DIRECT_REMOTE,
    /** The client, as x-forwarded-for says where that is trusted. */
    REMOTE;

    private @Nullable InetSocketAddress of(StreamInfo info) {
      ConnectionInfo connection = info.connection;
      var address =
          switch (this) {
            case DESTINATION -> connection.local();
            case SOURCE -> connection.remote();
            case DIRECT_REMOTE -> connection.directRemote();
            case REMOTE -> info.remote;
          };
      return address instanceof InetSocketAddress socket ? socket : null;
    }
  }

  /** An address in a range. */
  record Ip(Address whose, CidrRanges range) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      InetSocketAddress address = whose.of(info);
      return address != null && range.contains(address);
    }
  }

  /**
   * The port that the client wanted.
   *
   * @param start first one
   * @param end first one too big
   */
  record DestinationPort(int start, int end) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      InetSocketAddress address = Address.DESTINATION.of(info);
      return address != null && address.getPort() >= start && address.getPort() < end;
    }
  }

  /** What filters left, or what the route says. */
  record Metadata(MetadataMatch match, boolean ofRoute) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return match.matches(ofRoute ? info.routeMetadata : info.dynamicMetadata());
    }
  }

  /** An object that filters share. */
  record FilterState(FilterStateMatch match) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return match.matches(info);
    }
  }

  /** The SNI. */
  record RequestedServerName(StringMatch match) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return match.matches(info.connection.serverName());
    }
  }

  /**
   * A peer with TLS.
   *
   * @param principal null for any that the listener lets in
   */
  record Authenticated(@Nullable StringMatch principal) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      ConnectionInfo connection = info.connection;
      TlsInfo tls = connection.tls();
      return tls != null
          && (principal == null || PeerIdentity.of(connection, tls).anyPrincipalMatches(principal));
    }
  }

  /**
   * A peer whose certificate was verified.
   *
   * @param name that the certificate must have; null for any
   */
  record MutualTls(@Nullable NameMatch name) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      ConnectionInfo connection = info.connection;
      TlsInfo tls = connection.tls();
      return tls != null
          && tls.verified()
          && tls.peerLeaf() != null
          && (name == null || PeerIdentity.of(connection, tls).anyNameMatches(name));
    }
  }

  /** A CEL expression. */
  record Condition(CelCondition condition) implements Rule {

    @Override
    public boolean matches(StreamInfo info) {
      return condition.matches(info);
    }
  }

  private static Headers head(StreamInfo info) {
    Headers head = info.requestHead;
    return head == null ? NO_HEAD : head;
  }
}
