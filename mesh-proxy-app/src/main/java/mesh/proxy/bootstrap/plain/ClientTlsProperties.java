package mesh.proxy.bootstrap.plain;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;

/**
 * What a cluster's servers must show, and what they are shown.
 *
 * @param ca PEM file with the authorities that may vouch for a server
 * @param serverName to ask for and to find in the server's certificate
 * @param certificate PEM file to show to the server; needs key
 * @param key PEM file with the private key of certificate
 */
@ConfigurationPropertiesSource
public record ClientTlsProperties(
    Path ca, @Nullable String serverName, @Nullable Path certificate, @Nullable Path key) {}
