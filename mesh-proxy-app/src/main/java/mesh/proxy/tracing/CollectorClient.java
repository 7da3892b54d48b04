package mesh.proxy.tracing;

import java.io.IOException;

/** Sends spans to hosts of a cluster. Blocks: only for threads that are made to wait. */
@FunctionalInterface
public interface CollectorClient {

  /** There is no such cluster, or it has no healthy host. */
  int NO_CLUSTER = 0;

  /**
   * One report. The array is not copied.
   *
   * @param authority of the request
   */
  record Report(String cluster, String authority, String path, String contentType, byte[] body) {}

  /**
   * Posts a report.
   *
   * @return the status of the answer, or {@link #NO_CLUSTER}
   * @throws IOException if there was no answer
   */
  int post(Report report, long timeoutMillis) throws IOException;
}
