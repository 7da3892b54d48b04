/** The Rules API over HTTP: who may do what, what a request is, what an answer is. */
@NullMarked
package mesh.pilot.bootstrap.rest;

import org.jspecify.annotations.NullMarked;
