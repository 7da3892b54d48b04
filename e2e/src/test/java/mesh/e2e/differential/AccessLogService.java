package mesh.e2e.differential;

import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An access log service that keeps what it is told. */
final class AccessLogService implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 15_000;

  private final List<HTTPAccessLogEntry> requests = new CopyOnWriteArrayList<>();
  private final List<TCPAccessLogEntry> connections = new CopyOnWriteArrayList<>();
  private final List<StreamAccessLogsMessage.Identifier> identifiers = new CopyOnWriteArrayList<>();
  private final Server server;

  AccessLogService() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Keeping())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The entry of the request whose path, as the client wrote it, is this one. */
  HTTPAccessLogEntry request(String path) throws InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (System.currentTimeMillis() < deadline) {
      for (HTTPAccessLogEntry entry : requests) {
        String original = entry.getRequest().getOriginalPath();
        if (path.equals(original.isEmpty() ? entry.getRequest().getPath() : original)) {
          return entry;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError("No entry came for " + path);
  }

  TCPAccessLogEntry connection() throws InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (connections.isEmpty() && System.currentTimeMillis() < deadline) {
      Thread.sleep(10);
    }
    return connections.getFirst();
  }

  /** How streams began. */
  List<StreamAccessLogsMessage.Identifier> identifiers() {
    return identifiers;
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  private final class Keeping extends AccessLogServiceGrpc.AccessLogServiceImplBase {

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
        StreamObserver<StreamAccessLogsResponse> answer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamAccessLogsMessage message) {
          if (message.hasIdentifier()) {
            identifiers.add(message.getIdentifier());
          }
          requests.addAll(message.getHttpLogs().getLogEntryList());
          connections.addAll(message.getTcpLogs().getLogEntryList());
        }

        @Override
        public void onError(Throwable gone) {
          // the proxy ended
        }

        @Override
        public void onCompleted() {
          answer.onCompleted();
        }
      };
    }
  }
}
