/**
 * The data plane. Data flows through the rooms in this order, and never back:
 *
 * <ol>
 *   <li>{@code listener} - binds a port and picks the filter chain
 *   <li>{@code filter} - what happens to a connection or a request
 *   <li>{@code route} - host, path and headers decide on an action
 *   <li>{@code cluster} - a named upstream and its connections
 *   <li>{@code endpoint} - one address of a cluster
 * </ol>
 *
 * <p>{@code bootstrap} wires the rooms and is the only Spring code.
 */
@NullMarked
package mesh.proxy;

import org.jspecify.annotations.NullMarked;
