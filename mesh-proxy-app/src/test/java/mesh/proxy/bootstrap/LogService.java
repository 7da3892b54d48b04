package mesh.proxy.bootstrap;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An access log service that keeps what it is told. */
final class LogService implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<HTTPAccessLogEntry> http = new LinkedBlockingQueue<>();
  private final BlockingQueue<TCPAccessLogEntry> tcp = new LinkedBlockingQueue<>();
  private final List<StreamAccessLogsMessage> messages = new CopyOnWriteArrayList<>();
  private final List<StreamObserver<StreamAccessLogsResponse>> streams =
      new CopyOnWriteArrayList<>();
  private final Server server;

  /**
   * Serves.
   *
   * @param port 0 for any
   */
  LogService(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(new Keeping())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** The next entry of a request. */
  HTTPAccessLogEntry http() throws InterruptedException {
    return given(http.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** The next entry of a connection. */
  TCPAccessLogEntry tcp() throws InterruptedException {
    return given(tcp.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  List<StreamAccessLogsMessage> messages() {
    return messages;
  }

  /** Ends the streams of now in good order. */
  void endStreams() {
    streams.forEach(StreamObserver::onCompleted);
    streams.clear();
  }

  private static <E> E given(E entry) {
    if (entry == null) {
      throw new AssertionError("No entry came");
    }
    return entry;
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  private final class Keeping extends AccessLogServiceGrpc.AccessLogServiceImplBase {

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
        StreamObserver<StreamAccessLogsResponse> answer) {
      streams.add(answer);
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamAccessLogsMessage message) {
          messages.add(message);
          http.addAll(message.getHttpLogs().getLogEntryList());
          tcp.addAll(message.getTcpLogs().getLogEntryList());
        }

        @Override
        public void onError(Throwable gone) {
          streams.remove(answer);
        }

        @Override
        public void onCompleted() {
          answer.onCompleted();
        }
      };
    }
  }
}
