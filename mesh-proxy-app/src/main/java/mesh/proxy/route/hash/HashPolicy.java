package mesh.proxy.route.hash;

/**
 * One hash policy. Immutable.
 *
 * @param terminal whether later policies are left out once there is a hash
 */
record HashPolicy(HashRule rule, boolean terminal) {}
