package mesh.proxy.endpoint;

/** What happened on our side of a connection or request, without an answer of the upstream. */
public enum LocalOriginEvent {
  CONNECT_SUCCESS,
  CONNECT_FAILED,
  CONNECT_TIMEOUT,
  /** The request ran out of time (global or per try). */
  REQUEST_TIMEOUT,
  /** The stream was reset before an answer. */
  REQUEST_FAILED;

  public boolean isSuccess() {
    return this == CONNECT_SUCCESS;
  }
}
