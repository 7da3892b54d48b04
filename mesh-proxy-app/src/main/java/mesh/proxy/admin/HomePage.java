package mesh.proxy.admin;

import java.io.IOException;
import java.util.Collection;

/** The list of pages as HTML: links to look, buttons to change, a field for every parameter. */
final class HomePage {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Proxy admin</title>
      <style>
      :root { color-scheme: light dark; }
      body { font-family: system-ui, sans-serif; margin: clamp(12px, 3vw, 32px); }
      table { border-collapse: collapse; }
      td, th { text-align: left; padding: 6px 12px; vertical-align: top; }
      tr:nth-child(odd) { background: light-dark(#eef1f5, #23272e); }
      button { font: inherit; }
      label { display: flex; justify-content: space-between; gap: 8px; margin-top: 3px; }
      label { color: light-dark(#444, #bbb); font-size: smaller; }
      input { width: 10em; box-sizing: border-box; }
      @media (max-width: 600px) { thead { display: none; } tr, td { display: block; } }
      </style>
      </head>
      <body>
      <h1>Proxy admin</h1>
      <table>
      <thead><tr><th>Command</th><th>Description</th></tr></thead>
      <tbody>
      """;

  private HomePage() {}

  static void write(Collection<AdminPage> pages, Appendable out) throws IOException {
    out.append(HEAD);
    for (AdminPage page : pages) {
      String path = page.path().substring(1); // relative: works behind a prefix, too
      out.append("<tr><td><form action=\"").append(path).append("\" method=\"");
      out.append(page.changes() ? "post" : "get").append("\"><button>");
      out.append(path.isEmpty() ? "home" : path).append("</button>\n");
      for (AdminPage.Parameter parameter : page.parameters()) {
        out.append("<label>")
            .append(parameter.name())
            .append(" <input name=\"")
            .append(parameter.name());
        out.append("\" disabled onfocus=\"this.disabled=false\" title=\"")
            .append(escaped(parameter.help()));
        out.append("\"></label>\n");
      }
      out.append("</form></td><td>").append(escaped(page.help())).append("</td></tr>\n");
    }
    out.append("</tbody>\n</table>\n</body>\n</html>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
