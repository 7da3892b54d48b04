/**
 * The one canonical model: what services there are, and what rules people have made for them. Words
 * and meanings are Istio's (<a
 * href="https://istio.io/latest/docs/reference/config/">reference</a>). Knows neither where things
 * come from nor what a proxy is told.
 */
@NullMarked
package mesh.pilot.model;

import org.jspecify.annotations.NullMarked;
