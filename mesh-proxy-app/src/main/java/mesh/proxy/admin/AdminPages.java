package mesh.proxy.admin;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** All pages: finds the one that answers. Immutable. */
public final class AdminPages {

  private static final String POST = "POST";

  private final TreeMap<String, AdminPage> byPath = new TreeMap<>();

  /**
   * The pages of a proxy; the home page and {@code /help} are added.
   *
   * @param pages every path once
   */
  public AdminPages(List<AdminPage> pages) {
    pages.forEach(page -> byPath.put(page.path(), page));
    add(
        AdminPage.look(
            "/",
            "Admin home page",
            request -> AdminAnswer.html(out -> HomePage.write(byPath.values(), out))));
    add(
        AdminPage.look(
            "/help",
            "print out list of admin commands",
            request -> AdminAnswer.text(this::writeHelp)));
  }

  AdminAnswer answer(AdminRequest request) {
    AdminPage page = byPath.get(request.path());
    if (page == null) {
      return AdminAnswer.text(404, "invalid path. " + help());
    }
    if (page.changes() && !request.method().equals(POST)) {
      return AdminAnswer.text(405, "Method " + request.method() + " not allowed, POST required.");
    }
    return page.answer().apply(request);
  }

  Collection<AdminPage> all() {
    return byPath.values();
  }

  private void add(AdminPage page) {
    byPath.put(page.path(), page);
  }

  private String help() {
    var text = new StringBuilder();
    try {
      writeHelp(text);
    } catch (IOException e) {
      throw new IllegalStateException("A StringBuilder takes everything", e);
    }
    return text.toString();
  }

  private void writeHelp(Appendable out) throws IOException {
    out.append("admin commands are:\n");
    for (AdminPage page : byPath.values()) {
      out.append("  ")
          .append(page.path())
          .append(page.changes() ? " (POST): " : ": ")
          .append(page.help())
          .append('\n');
      for (AdminPage.Parameter parameter : page.parameters()) {
        out.append("      ")
            .append(parameter.name())
            .append(": ")
            .append(parameter.help())
            .append('\n');
      }
    }
  }
}
