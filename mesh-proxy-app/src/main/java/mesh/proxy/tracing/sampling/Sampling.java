package mesh.proxy.tracing.sampling;

import mesh.proxy.runtime.FractionalPercent;

/**
 * Shares of requests that are traced. Immutable.
 *
 * @param client of those with {@code x-client-trace-id}
 * @param random of all others
 * @param overall of those that would be traced for any reason
 */
public record Sampling(
    FractionalPercent client, FractionalPercent random, FractionalPercent overall) {

  /** Envoy's default: all. */
  public static final Sampling ALL =
      new Sampling(FractionalPercent.ALL, FractionalPercent.ALL, FractionalPercent.ALL);
}
