package mesh.proxy.admin;

import java.util.List;
import java.util.function.Function;

/**
 * One path and what answers it. Immutable.
 *
 * @param changes whether it changes something, and so must be asked with POST
 * @param help one sentence
 */
public record AdminPage(
    String path,
    boolean changes,
    String help,
    List<Parameter> parameters,
    Function<AdminRequest, AdminAnswer> answer) {

  /**
   * A parameter of the query.
   *
   * @param help one sentence
   */
  public record Parameter(String name, String help) {}

  public AdminPage {
    parameters = List.copyOf(parameters);
  }

  /** A page to look at. */
  public static AdminPage look(
      String path,
      String help,
      Function<AdminRequest, AdminAnswer> answer,
      Parameter... parameters) {
    return new AdminPage(path, false, help, List.of(parameters), answer);
  }

  /** A page that changes something. */
  public static AdminPage change(
      String path,
      String help,
      Function<AdminRequest, AdminAnswer> answer,
      Parameter... parameters) {
    return new AdminPage(path, true, help, List.of(parameters), answer);
  }
}
