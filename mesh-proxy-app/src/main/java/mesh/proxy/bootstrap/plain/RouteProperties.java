package mesh.proxy.bootstrap.plain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where some requests go.
 *
 * @param host of the request, such as api.example.org or *.example.org; any if not given
 * @param prefix first part of the path; every path if neither prefix nor path is given
 * @param path the whole path, without the query
 * @param cluster that answers
 * @param timeout for the whole answer, retries included; 0 for none
 * @param retries how often a request is tried again after a connection or gateway failure
 */
@ConfigurationPropertiesSource
public record RouteProperties(
    @DefaultValue("*") String host,
    @Nullable String prefix,
    @Nullable String path,
    String cluster,
    @DefaultValue("15s") Duration timeout,
    @DefaultValue("0") int retries) {}
