package mesh.proxy.bootstrap.plain;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.nio.file.Path;
import mesh.proxy.config.Findings;
import org.jspecify.annotations.Nullable;

/** Writes out what TLS is given. */
final class PlainFiles {

  private PlainFiles() {}

  static DataSource required(String field, @Nullable Path file, Findings findings) {
    if (file == null) {
      findings.fault(field, null, "a PEM file");
      return DataSource.getDefaultInstance();
    }
    return DataSource.newBuilder().setFilename(file.toString()).build();
  }

  static SubjectAltNameMatcher dnsName(String name) {
    return SubjectAltNameMatcher.newBuilder()
        .setSanType(SanType.DNS)
        .setMatcher(StringMatcher.newBuilder().setExact(name))
        .build();
  }
}
