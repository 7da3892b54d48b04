/**
 * What an operator may look at and change while the proxy runs, over HTTP.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/operations/admin. Not supported:
 * profilers, heap dumps, {@code /stats/recentlookups}, and statistics as HTML.
 */
@NullMarked
package mesh.proxy.admin;

import org.jspecify.annotations.NullMarked;
