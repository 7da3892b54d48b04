package mesh.proxy.tracing.sampling;

/**
 * What request ids are used for beside naming requests. Immutable.
 *
 * @param packsReason whether the id says why its request is traced
 * @param decidesSampling whether the id is the random number that decides; else every request is
 *     traced
 */
public record RequestIdSettings(boolean packsReason, boolean decidesSampling) {

  /** Envoy's default. */
  public static final RequestIdSettings USUAL = new RequestIdSettings(true, true);
}
