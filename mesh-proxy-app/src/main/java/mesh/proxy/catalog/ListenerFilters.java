package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.filter.listener.ListenerFilterFactory;

/** Every listener filter we ship. */
public final class ListenerFilters {

  public static final List<ListenerFilterFactory<?>> ALL = List.of(); // alphabetical

  private ListenerFilters() {}
}
