package mesh.proxy.format;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;

/** Streams that formats are tried on. */
final class Streams {

  static final long START_MILLIS = 1_460_751_420_310L; // 2016-04-15T20:17:00.310Z

  private Streams() {}

  static StreamInfo stream() {
    return stream(new InetSocketAddress("10.1.10.23", 4321));
  }

  static StreamInfo stream(SocketAddress client) {
    return new StreamInfo(
        new ConnectionInfo(new InetSocketAddress("10.0.2.1", 80), client), START_MILLIS, 1_000);
  }

  /** A request with a head and nothing else. */
  static StreamInfo request(String path) {
    StreamInfo info = stream();
    info.requestHead = Headers.request("POST", "http", "locations", path);
    return info;
  }

  static String print(String format, StreamInfo info) {
    return TextFormatter.of("format", format, TextFormatter.Missing.DASH).format(info);
  }
}
