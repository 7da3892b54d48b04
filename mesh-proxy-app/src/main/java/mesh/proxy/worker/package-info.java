/** The event loops: one worker a core, with its timers and the state that only it touches. */
@NullMarked
package mesh.proxy.worker;

import org.jspecify.annotations.NullMarked;
