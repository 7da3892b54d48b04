package mesh.proxy.bootstrap.plain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a cluster finds out which of its endpoints work.
 *
 * @param path to GET; 200 is healthy
 * @param interval from one check to the next
 * @param timeout of one check
 * @param healthyThreshold checks in a row that must succeed
 * @param unhealthyThreshold checks in a row that must fail
 */
@ConfigurationPropertiesSource
public record HealthCheckProperties(
    String path,
    @DefaultValue("5s") Duration interval,
    @DefaultValue("1s") Duration timeout,
    @DefaultValue("2") int healthyThreshold,
    @DefaultValue("3") int unhealthyThreshold) {}
