/**
 * How our apps treat their Spring properties; the one package here that knows Spring, which every
 * app with properties brings.
 */
@NullMarked
package mesh.properties;

import org.jspecify.annotations.NullMarked;
