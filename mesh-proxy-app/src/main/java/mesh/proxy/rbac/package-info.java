/**
 * Role-based access control: which requests and connections a set of policies lets pass. The HTTP
 * and the network filter of that name ask it.
 *
 * <p>Contract: https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/rbac/v3/rbac.proto
 *
 * <p>Not supported: {@code matcher} extensions of permissions; {@code custom} principals other than
 * {@code envoy.rbac.principals.mtls_authenticated}; {@code checked_condition}; audit logging.
 */
@NullMarked
package mesh.proxy.rbac;

import org.jspecify.annotations.NullMarked;
