package mesh.proxy.bootstrap.actuator;

import java.util.List;

/** Keeps a page readable when there are ten thousand of something. */
final class Most {

  private static final int SHOWN = 20;

  private Most() {}

  /** The first ones, and how many more there are. */
  static List<String> of(List<String> all) {
    if (all.size() <= SHOWN) {
      return all;
    }
    var shown = new java.util.ArrayList<>(all.subList(0, SHOWN));
    shown.add("and " + (all.size() - SHOWN) + " more");
    return shown;
  }
}
