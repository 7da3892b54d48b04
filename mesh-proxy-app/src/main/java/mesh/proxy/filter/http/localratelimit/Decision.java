package mesh.proxy.filter.http.localratelimit;

import org.jspecify.annotations.Nullable;

/**
 * What a limiter says to a request. Immutable.
 *
 * @param bucket the one that {@code x-ratelimit-*} headers tell of; null if no bucket was asked
 */
record Decision(boolean isAdmitted, @Nullable TokenBucket bucket) {

  /** Nothing limits the request. */
  static final Decision UNLIMITED = new Decision(true, null);
}
