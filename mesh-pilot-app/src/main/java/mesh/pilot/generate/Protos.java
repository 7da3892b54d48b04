package mesh.pilot.generate;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/** Values in the form that protos want them. */
public final class Protos {

  private static final String UNIX = "unix://";

  private Protos() {}

  public static Any any(Message message) {
    return Any.pack(message);
  }

  public static UInt32Value number(int value) {
    return UInt32Value.of(value);
  }

  public static BoolValue flag(boolean value) {
    return BoolValue.of(value);
  }

  public static Duration duration(java.time.Duration value) {
    return Duration.newBuilder().setSeconds(value.getSeconds()).setNanos(value.getNano()).build();
  }

  /** A socket, or a unix domain socket for {@code unix:///path}. */
  public static Address address(String address, int port) {
    if (address.startsWith(UNIX)) {
      return Address.newBuilder()
          .setPipe(Pipe.newBuilder().setPath(address.substring(UNIX.length())))
          .build();
    }
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
        .build();
  }
}
