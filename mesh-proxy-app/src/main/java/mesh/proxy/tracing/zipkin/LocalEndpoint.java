package mesh.proxy.tracing.zipkin;

/**
 * This proxy as spans name it. Immutable.
 *
 * @param service may be empty
 * @param ip may be empty
 */
record LocalEndpoint(String service, String ip) {}
