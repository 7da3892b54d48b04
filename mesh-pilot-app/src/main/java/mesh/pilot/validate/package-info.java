/**
 * What is wrong with all rules together. {@link mesh.pilot.validate.Conflicts} are refused, for
 * only those who wrote the rules can say which one counts. {@link mesh.pilot.validate.Analysis}
 * warns: what a rule refers to may still come. The checks and their numbers are those of {@code
 * istioctl analyze} (<a
 * href="https://istio.io/latest/docs/reference/config/analysis/">reference</a>), as far as they are
 * about kinds that we have.
 *
 * <p>Not looked at: whether a workload opens a Gateway, for gateways are in no registry.
 */
@NullMarked
package mesh.pilot.validate;

import org.jspecify.annotations.NullMarked;
