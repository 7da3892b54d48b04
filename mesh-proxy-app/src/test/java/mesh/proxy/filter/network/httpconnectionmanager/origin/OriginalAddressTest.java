package mesh.proxy.filter.network.httpconnectionmanager.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.network.httpconnectionmanager.origin.OriginalAddress.Found;
import mesh.proxy.http.Headers;
import mesh.proxy.match.CidrRanges;
import org.junit.jupiter.api.Test;

class OriginalAddressTest {

  private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.9", 1);
  private static final CidrRanges PROXIES =
      CidrRanges.of(List.of(new CidrRanges.Range("10.0.0.0", 8)));

  @Test
  void countsHopsFromTheEnd() {
    Found found = new OriginalAddress.Hops(1, true).find(forwarded("1.1.1.1, 2.2.2.2"), PEER);

    assertThat(found).isEqualTo(new Found(address("1.1.1.1"), false, true, null));
  }

  @Test
  void aSingleEntryIsTrusted() {
    Found found = new OriginalAddress.Hops(0, false).find(forwarded("1.1.1.1"), PEER);

    assertThat(found.trusted()).isTrue();
    assertThat(new OriginalAddress.Hops(1, false).find(forwarded("1.1.1.1"), PEER))
        .isEqualTo(Found.NOTHING);
  }

  @Test
  void passesOverProxies() {
    var proxies = new OriginalAddress.Proxies(PROXIES, false);

    assertThat(proxies.find(forwarded("1.1.1.1,2.2.2.2, 10.1.1.1"), PEER).address())
        .isEqualTo(address("2.2.2.2"));
    assertThat(proxies.find(forwarded("10.1.1.1, 10.1.1.2"), PEER).address())
        .isEqualTo(address("10.1.1.1"));
    assertThat(proxies.find(forwarded("1.1.1.1, x, 10.1.1.1"), PEER)).isEqualTo(Found.NOTHING);
  }

  @Test
  void believesProxiesAloneAndAppendsOthers() {
    var proxies = new OriginalAddress.Proxies(PROXIES, false);

    assertThat(proxies.find(forwarded("1.1.1.1"), new InetSocketAddress("11.0.0.1", 1)))
        .isEqualTo(OriginalAddress.NOTHING_APPENDED);
  }

  @Test
  void readsAField() {
    var refusal = new LocalReply(403, "no");
    var field = new OriginalAddress.Field("x-ip", true, refusal);

    assertThat(field.find(new Headers().add("x-ip", " ::1 "), PEER))
        .isEqualTo(new Found(address("::1"), true, false, null));
    assertThat(field.find(new Headers().add("x-ip", "1.1.1.1:80"), PEER).refusal())
        .isEqualTo(refusal);
  }

  private static Headers forwarded(String list) {
    return new Headers().add("x-forwarded-for", list);
  }

  private static InetSocketAddress address(String text) {
    return new InetSocketAddress(text, 0);
  }
}
