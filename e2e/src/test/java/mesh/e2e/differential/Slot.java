package mesh.e2e.differential;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One case on one proxy: its listener's port, its upstreams, its access log. */
record Slot(Case story, int port, Map<String, Upstream> upstreams, Path log) implements Closeable {

  static Slot open(Case story, int port, Path folder) throws IOException {
    Map<String, Upstream> upstreams = new LinkedHashMap<>();
    for (var server : story.servers().entrySet()) {
      upstreams.put(server.getKey(), new Upstream(server.getValue()));
    }
    return new Slot(story, port, upstreams, folder.resolve(story.slug() + ".access"));
  }

  Upstream upstream(String name) {
    Upstream found = upstreams.get(name);
    if (found == null) {
      throw new IllegalArgumentException(story.id() + ": no upstream " + name);
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    for (Upstream upstream : upstreams.values()) {
      upstream.close();
    }
  }
}
