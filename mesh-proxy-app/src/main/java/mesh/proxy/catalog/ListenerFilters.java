package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.filter.listener.httpinspector.HttpInspectorFactory;
import mesh.proxy.filter.listener.originaldst.OriginalDstFactory;
import mesh.proxy.filter.listener.proxyprotocol.ProxyProtocolFactory;
import mesh.proxy.filter.listener.tlsinspector.TlsInspectorFactory;

/** Every listener filter we ship. */
public final class ListenerFilters {

  public static final List<ListenerFilterFactory<?>> ALL =
      List.of( // alphabetical
          new HttpInspectorFactory(),
          new OriginalDstFactory(),
          new ProxyProtocolFactory(),
          new TlsInspectorFactory());

  private ListenerFilters() {}
}
