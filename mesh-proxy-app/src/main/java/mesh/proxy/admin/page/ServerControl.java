package mesh.proxy.admin.page;

/** What an operator may make the whole process do. Shared by all threads; returns at once. */
public interface ServerControl {

  /**
   * How listeners are drained.
   *
   * @param graceful whether clients are asked to go before listeners stop
   * @param inboundOnly whether listeners of outbound and unspecified traffic go on
   * @param keepsListening whether connections drain but listeners go on
   */
  record Drain(boolean graceful, boolean inboundOnly, boolean keepsListening) {}

  void drain(Drain how);

  /** Ends the process. */
  void quit();

  /** Opens log files again. */
  void reopenLogs();
}
