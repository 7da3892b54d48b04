/**
 * Room 2: what may be done to a connection. One folder per filter; this package is what they
 * implement, and the SPI for filters of your own.
 */
@NullMarked
package mesh.proxy.filter.network;

import org.jspecify.annotations.NullMarked;
