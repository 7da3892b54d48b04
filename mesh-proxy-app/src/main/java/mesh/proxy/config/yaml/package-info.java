/**
 * YAML and JSON as a stream of events: anchors are resolved, sizes are bounded, old tabs are
 * understood, and lines are looked up only when something is to be said about them.
 */
@NullMarked
package mesh.proxy.config.yaml;

import org.jspecify.annotations.NullMarked;
