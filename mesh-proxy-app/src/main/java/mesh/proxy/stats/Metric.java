package mesh.proxy.stats;

/** Something that is counted or measured under a name. */
public sealed interface Metric permits Counter, Gauge, Histogram, TextReadout {

  /** The name below its scope; see {@link Stats#visit}. */
  String leafName();

  /** True once it was written; {@code usedonly} shows such metrics alone. */
  boolean isUsed();
}
