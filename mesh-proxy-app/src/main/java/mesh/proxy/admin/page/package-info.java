/**
 * The pages of the admin interface, each from the room that it shows.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/operations/admin
 */
@NullMarked
package mesh.proxy.admin.page;

import org.jspecify.annotations.NullMarked;
