package mesh.proxy.config.rule;

import org.jspecify.annotations.Nullable;

/** What one value must be. Immutable. */
@FunctionalInterface
interface ValueRule {

  /**
   * Judges a value as {@link com.google.protobuf.Message#getField} gives it.
   *
   * @return null if it is right; else the end of the sentence "expected: ..."
   */
  @Nullable String refusal(Object value);
}
