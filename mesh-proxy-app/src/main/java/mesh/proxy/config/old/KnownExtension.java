package mesh.proxy.config.old;

/**
 * An extension that configurations of the v2 API knew.
 *
 * @param name as it is today
 * @param type full name of its config message; empty if the message is not known here
 * @param routeType the message of {@code per_filter_config}; empty if there is none
 */
record KnownExtension(String name, String type, String routeType) {}
