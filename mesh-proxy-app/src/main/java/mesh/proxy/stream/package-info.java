/**
 * What is known of a connection and of a request on its way: the source of access logs, operators,
 * traces and policy.
 */
@NullMarked
package mesh.proxy.stream;

import org.jspecify.annotations.NullMarked;
