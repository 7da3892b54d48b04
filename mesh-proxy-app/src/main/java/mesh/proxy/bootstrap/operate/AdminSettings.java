package mesh.proxy.bootstrap.operate;

import io.envoyproxy.envoy.admin.v3.CommandLineOptions;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;

/**
 * What the process gives to its admin interface. Immutable.
 *
 * @param usual where the interface is if the bootstrap does not say; null for nowhere
 * @param options how the process was started
 * @param logging whose levels change
 * @param quit ends the process; returns at once
 */
public record AdminSettings(
    @Nullable InetSocketAddress usual,
    CommandLineOptions options,
    LoggingSystem logging,
    Runnable quit) {}
