/** How a JVM is started for an app, fast: flags, the cache of classes, and the training for it. */
@NullMarked
package mesh.cli.jvm;

import org.jspecify.annotations.NullMarked;
