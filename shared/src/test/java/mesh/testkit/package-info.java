/**
 * The test kit: fakes for time and chance, golden files, a certificate authority.
 *
 * <p>Published as a test-jar, so that every module tests with the same pieces.
 */
@NullMarked
package mesh.testkit;

import org.jspecify.annotations.NullMarked;
