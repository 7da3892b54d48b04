/** What is known of one connection: its addresses, its handshake, and what filters keep for it. */
@NullMarked
package mesh.proxy.connection;

import org.jspecify.annotations.NullMarked;
