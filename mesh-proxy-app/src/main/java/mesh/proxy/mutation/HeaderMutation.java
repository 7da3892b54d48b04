package mesh.proxy.mutation;

import mesh.proxy.format.Formatter;

/**
 * Sets one header field. Immutable.
 *
 * @param name lower case
 * @param keepEmpty whether an empty value is set, too; else the field is left as it is
 */
public record HeaderMutation(String name, Formatter value, Append append, boolean keepEmpty) {

  /** What happens to fields of that name that are there already. */
  public enum Append {
    /** They stay; one more comes behind them. */
    APPEND_IF_EXISTS_OR_ADD,
    /** They stay; a new one is added only if there is none. */
    ADD_IF_ABSENT,
    /** They go. */
    OVERWRITE_IF_EXISTS_OR_ADD,
    /** They go; nothing is added if there is none. */
    OVERWRITE_IF_EXISTS
  }
}
