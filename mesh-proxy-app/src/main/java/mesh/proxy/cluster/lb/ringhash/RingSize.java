package mesh.proxy.cluster.lb.ringhash;

/** Bounds of the number of points on a ring. Immutable. */
record RingSize(int minimum, int maximum) {

  /**
   * How many points a share of 1 gets: enough for the smallest share to get a whole number of them,
   * if the upper bound allows it.
   */
  double pointsFor(double smallestShare) {
    return Math.min(Math.ceil(smallestShare * minimum) / smallestShare, maximum);
  }
}
