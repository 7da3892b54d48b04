/**
 * A mesh on this machine. What is to run comes from a folder ({@code Topology}) as programs with
 * their commands ({@code Program}); the shell that becomes a program writes down which process it
 * is ({@code Started}), so that it is found again whatever happens to the launcher ({@code Local}).
 */
@NullMarked
package mesh.cli.local;

import org.jspecify.annotations.NullMarked;
