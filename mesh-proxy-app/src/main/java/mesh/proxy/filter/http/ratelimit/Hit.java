package mesh.proxy.filter.http.ratelimit;

import mesh.proxy.route.ratelimit.Descriptor;

/**
 * What a request is counted under.
 *
 * @param count how many times
 */
record Hit(Descriptor descriptor, long count) {}
