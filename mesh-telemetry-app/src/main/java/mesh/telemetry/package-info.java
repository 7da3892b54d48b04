/**
 * Evidence. In flow order: {@code receive} takes what proxies send, {@code attribute} says who
 * called whom, {@code handler} counts and keeps calls, {@code graph} has the edges of the last
 * hour, {@code span} the traces; {@code query} answers people and programs. Beside them {@code
 * policy} is asked before a request: may it pass? {@code bootstrap} wires them.
 */
@NullMarked
package mesh.telemetry;

import org.jspecify.annotations.NullMarked;
