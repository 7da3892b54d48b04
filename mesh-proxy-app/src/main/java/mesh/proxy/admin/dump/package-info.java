/**
 * The whole configuration as it is now, without its secrets, as {@code envoy.admin.v3.ConfigDump}.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/operations/admin#get--config_dump
 */
@NullMarked
package mesh.proxy.admin.dump;

import org.jspecify.annotations.NullMarked;
