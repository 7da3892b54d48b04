package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.accesslog.AccessLogFactory;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.http.TerminalFilterFactory;
import mesh.proxy.health.HealthState;
import mesh.proxy.tracing.TracerFactory;

/**
 * The rooms that a connection manager leads into. Immutable.
 *
 * @param filters what may stand in {@code http_filters} but at its end
 * @param terminals what may stand at its end
 * @param nodeId of this proxy; may be empty
 * @param serviceCluster of this proxy's node; may be empty
 */
public record ConnectionManagerServices(
    ExtensionMenu<HttpFilterFactory<?>> filters,
    ExtensionMenu<TerminalFilterFactory<?>> terminals,
    Clusters clusters,
    HealthState health,
    AccessLogFactory accessLogs,
    TracerFactory tracers,
    String nodeId,
    String serviceCluster) {}
