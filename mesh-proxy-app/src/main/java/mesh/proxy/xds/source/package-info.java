/**
 * The sources behind {@link mesh.proxy.xds.ConfigSources}: files, and streams of management
 * servers. All of it is confined to the configuration thread.
 */
@NullMarked
package mesh.proxy.xds.source;

import org.jspecify.annotations.NullMarked;
