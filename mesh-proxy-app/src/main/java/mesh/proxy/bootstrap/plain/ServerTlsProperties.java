package mesh.proxy.bootstrap.plain;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;

/**
 * What a listener shows to its clients.
 *
 * @param certificate PEM file with the certificate and those that vouch for it
 * @param key PEM file with the private key
 * @param clientCa PEM file with the authorities whose clients are let in; any client if not given
 */
@ConfigurationPropertiesSource
public record ServerTlsProperties(Path certificate, Path key, @Nullable Path clientCa) {}
