package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CidrRangesTest {

  @Test
  void comparesPrefixesOfAnyLength() throws Exception {
    assertThat(contains("10.0.0.0", 8, "10.255.1.2")).isTrue();
    assertThat(contains("10.0.0.0", 8, "11.0.0.0")).isFalse();
    assertThat(contains("10.1.2.3", 32, "10.1.2.3")).isTrue();
    assertThat(contains("10.1.2.3", 32, "10.1.2.2")).isFalse();
    assertThat(contains("0.0.0.0", 0, "203.0.113.9")).isTrue();
    assertThat(contains("2001:db8::", 32, "2001:db8:ffff::1")).isTrue();
    assertThat(contains("2001:db8::", 64, "2001:db8:0:1::1")).isFalse();
    assertThat(contains("2001:db8::1", 127, "2001:db8::")).isTrue();
    assertThat(contains("2001:db8::1", 128, "2001:db8::")).isFalse();
    assertThat(contains("::", 0, "2001:db8::")).isTrue();
  }

  @Test
  void ignoresBitsBehindThePrefix() throws Exception {
    assertThat(contains("10.1.2.3", 8, "10.9.9.9")).isTrue();
  }

  @Test
  void keepsTheFamiliesApart() throws Exception {
    assertThat(contains("::", 0, "10.0.0.1")).isFalse();
    assertThat(contains("0.0.0.0", 0, "::1")).isFalse();
  }

  @Test
  void containsNoAddressThatIsNotIp() {
    CidrRanges all = ranges("0.0.0.0", 0);

    assertThat(all.contains(new DomainSocketAddress("/tmp/s"))).isFalse();
    assertThat(all.contains(InetSocketAddress.createUnresolved("host", 1))).isFalse();
    assertThat(all.contains(new InetSocketAddress("127.0.0.1", 1))).isTrue();
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatThrownBy(() -> ranges("example.com", 8))
        .hasMessage("[0].address_prefix: example.com (expected: an IPv4 or IPv6 address)");
    assertThatThrownBy(() -> ranges("10.0.0.0", 33))
        .hasMessage("[0].prefix_len: 33 (expected: 0 to 32)");
  }

  private static boolean contains(String prefix, int length, String address) throws Exception {
    return ranges(prefix, length).contains(InetAddress.getByName(address));
  }

  private static CidrRanges ranges(String prefix, int length) {
    return CidrRanges.of(List.of(new CidrRanges.Range(prefix, length)));
  }
}
