/**
 * <a
 * href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/service/auth/v3/external_auth.proto">External
 * authorization</a> by lists: a rule that denies wins; if rules that allow are there, one must fit.
 *
 * <p>Paths are compared as the proxy sends them, without the query: have the proxy normalize them
 * first ({@code normalize_path}, {@code path_with_escaped_slashes_action}).
 */
@NullMarked
package mesh.telemetry.policy.extauthz;

import org.jspecify.annotations.NullMarked;
