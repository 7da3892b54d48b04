package mesh.proxy.match;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import mesh.proxy.stream.StreamInfo;

/** A condition on an object that filters share by name. Immutable. */
public sealed interface FilterStateMatch {

  /** Looks at the object; false if there is none. */
  boolean matches(StreamInfo info);

  /** The object's text. */
  record Text(String key, StringMatch match) implements FilterStateMatch {

    @Override
    public boolean matches(StreamInfo info) {
      Object value = info.filterState(key);
      return value != null && match.matches(value.toString());
    }
  }

  /** The object's IP address. */
  record Address(String key, CidrRanges ranges) implements FilterStateMatch {

    @Override
    public boolean matches(StreamInfo info) {
      return switch (info.filterState(key)) {
        case InetAddress address -> ranges.contains(address);
        case InetSocketAddress socket when !socket.isUnresolved() ->
            ranges.contains(socket.getAddress());
        case null, default -> false;
      };
    }
  }
}
