package mesh.pilot.model;

/** How a text is compared. A closed choice. */
public sealed interface StringMatch {

  record Exact(String text) implements StringMatch {}

  record Prefix(String prefix) implements StringMatch {}

  /** The whole text must match. RE2 syntax, checked. */
  record Regex(String re2) implements StringMatch {}

  /** Anything, as long as it is there. */
  record Present() implements StringMatch {}
}
