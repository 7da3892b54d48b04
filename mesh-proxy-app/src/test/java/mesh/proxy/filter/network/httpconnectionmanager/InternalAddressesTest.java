package mesh.proxy.filter.network.httpconnectionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.core.v3.SchemeHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import mesh.proxy.match.CidrRanges;
import org.junit.jupiter.api.Test;

class InternalAddressesTest {

  private static final CidrRanges RANGES =
      CidrRanges.of(List.of(new CidrRanges.Range("10.0.0.0", 8)));

  @Test
  void unixSocketsCountIfTheyAreToCount() {
    var counting = new InternalAddresses(RANGES, true);
    var others = new InternalAddresses(RANGES, false);

    assertThat(counting.contains(new DomainSocketAddress(""))).isTrue();
    assertThat(counting.contains(UnixDomainSocketAddress.of(""))).isTrue();
    assertThat(counting.contains(new InetSocketAddress("10.1.0.1", 1))).isTrue();
    assertThat(counting.contains(new InetSocketAddress("11.1.0.1", 1))).isFalse();
    assertThat(others.contains(new DomainSocketAddress(""))).isFalse();
    assertThat(others.contains(UnixDomainSocketAddress.of(""))).isFalse();
  }

  @Test
  void theSchemeOfTheUpstreamIsRefused() {
    var proto =
        HttpConnectionManager.newBuilder()
            .setStatPrefix("a")
            .setSchemeHeaderTransformation(
                SchemeHeaderTransformation.newBuilder().setMatchUpstream(true))
            .build();

    assertThatThrownBy(() -> ManagerProtoConfig.SUPPORTED.check(proto))
        .hasMessage(
            "scheme_header_transformation.match_upstream: true"
                + " (expected: nothing: this proxy does not support the field)");
  }
}
