/** Benchmarks. Each lies in the package of the code that it measures. */
@NullMarked
package mesh.bench;

import org.jspecify.annotations.NullMarked;
