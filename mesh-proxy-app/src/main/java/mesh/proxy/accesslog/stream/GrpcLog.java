package mesh.proxy.accesslog.stream;

import java.util.concurrent.atomic.AtomicReferenceArray;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;

/** One log that goes to an access log service. Shared by all loops. */
public final class GrpcLog {

  private final GrpcLogSettings settings;
  private final GrpcLogs.Services services;
  private final AtomicReferenceArray<@Nullable LogStream> streams; // by worker; written by its loop

  GrpcLog(GrpcLogSettings settings, GrpcLogs.Services services) {
    this.settings = settings;
    this.services = services;
    this.streams = new AtomicReferenceArray<>(services.workers().count());
  }

  /**
   * Takes an entry. Never waits.
   *
   * @param entry copied before this method returns
   */
  public void write(ProtoWriter entry) {
    Workers workers = services.workers();
    Worker here = workers.current();
    if (here != null) {
      stream(here).write(entry);
      return;
    }
    // The admin interface has a loop that sends nothing itself.
    byte[] copy = entry.toBytes();
    Worker first = workers.all().getFirst();
    first
        .loop()
        .execute(
            () -> {
              var again = new ProtoWriter();
              again.raw(copy);
              stream(first).write(again);
            });
  }

  private LogStream stream(Worker worker) {
    LogStream stream = streams.getPlain(worker.index());
    if (stream == null) {
      stream = new LogStream(settings, services, worker);
      streams.set(worker.index(), stream);
    }
    return stream;
  }

  /** Sends what is collected and ends the streams. */
  void close() {
    for (Worker worker : services.workers().all()) {
      LogStream stream = streams.get(worker.index());
      if (stream != null) {
        worker.loop().execute(stream::close);
      }
    }
  }
}
