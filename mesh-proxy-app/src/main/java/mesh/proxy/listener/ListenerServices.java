package mesh.proxy.listener;

import mesh.proxy.accesslog.AccessLogFactory;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.tls.TlsContexts;

/**
 * The rooms that a listener leads into. Immutable.
 *
 * @param context of network filters, but for the facts of the listener
 */
public record ListenerServices(
    ExtensionMenu<ListenerFilterFactory<?>> listenerFilters,
    ExtensionMenu<NetworkFilterFactory<?>> networkFilters,
    TlsContexts tls,
    AccessLogFactory accessLogs,
    NetworkFilterContext context) {}
