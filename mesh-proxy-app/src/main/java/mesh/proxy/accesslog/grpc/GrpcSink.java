package mesh.proxy.accesslog.grpc;

import io.netty.util.concurrent.FastThreadLocal;
import mesh.proxy.accesslog.AccessLogSink;
import mesh.proxy.accesslog.stream.GrpcLog;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.stream.StreamInfo;

/** Writes entries for a log that goes to a service. Shared by all loops. */
final class GrpcSink implements AccessLogSink {

  private static final FastThreadLocal<ProtoWriter> WRITER =
      new FastThreadLocal<>() {
        @Override
        protected ProtoWriter initialValue() {
          return new ProtoWriter();
        }
      };

  private final GrpcLog log;
  private final EntryWriter entries;

  GrpcSink(GrpcLog log, EntryWriter entries) {
    this.log = log;
    this.entries = entries;
  }

  @Override
  public void log(StreamInfo info) {
    ProtoWriter writer = WRITER.get();
    writer.clear();
    entries.write(info, writer);
    log.write(writer);
  }
}
