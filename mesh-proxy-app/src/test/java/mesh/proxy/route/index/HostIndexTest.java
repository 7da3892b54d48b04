package mesh.proxy.route.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostIndexTest {

  private final HostIndex.Builder<String> builder = new HostIndex.Builder<>();

  @Test
  void tellsWhoHasADomainAlready() {
    assertThat(builder.add("a.com", "first")).isNull();
    assertThat(builder.add("A.com", "second")).isEqualTo("first");
  }

  @Test
  void findsOneOfManyDomains() {
    for (int at = 0; at < 10_000; at++) {
      builder.add("host" + at + ".example.com", "exact" + at);
      builder.add("*.host" + at + ".example.com", "suffix" + at);
      builder.add("host" + at + ".*", "prefix" + at);
    }
    HostIndex<String> index = builder.build();

    assertThat(find(index, "host77.example.com")).isEqualTo("exact77");
    assertThat(find(index, "www.host77.example.com")).isEqualTo("suffix77");
    assertThat(find(index, "host77.example.org")).isEqualTo("prefix77");
    assertThat(find(index, "other")).isNull();
  }

  @Test
  void findsDomainsLongerThanDnsAllows() {
    String longName = "a".repeat(300);
    builder.add(longName, "exact");
    builder.add("*" + longName, "suffix");
    builder.add(longName + "*", "prefix");
    HostIndex<String> index = builder.build();

    assertThat(find(index, longName)).isEqualTo("exact");
    assertThat(find(index, "x" + longName)).isEqualTo("suffix");
    assertThat(find(index, longName + "x")).isEqualTo("prefix");
  }

  private static @Nullable String find(HostIndex<String> index, String authority) {
    return index.find(authority, authority.length());
  }
}
