/**
 * Room 4: a named upstream - where its endpoints come from, which of them are healthy, and which
 * one gets a request.
 *
 * <p>{@code type} finds endpoints, {@code health} and {@code outlier} judge them, {@code lb} picks
 * one, {@code breaker} limits them all, {@code pool} keeps connections. What changes a cluster runs
 * on one control loop; what a request needs is an immutable snapshot that any loop may read.
 */
@NullMarked
package mesh.proxy.cluster;

import org.jspecify.annotations.NullMarked;
