package mesh.proxy.filter.http.headermutation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryParametersTest {

  @Test
  void sortsByDecodedNameAndKeepsTheOrderOfValues() {
    assertThat(QueryParameters.of("/p?z=1&a=2&%61=1&b").toPath()).isEqualTo("/p?a=2&%61=1&b=&z=1");
  }

  @Test
  void keepsTheEncodingOfValues() {
    assertThat(QueryParameters.of("/p?a=%2F%26+x").toPath()).isEqualTo("/p?a=%2F%26+x");
  }

  @Test
  void dropsAnEmptyQueryAndTheFragment() {
    assertThat(QueryParameters.of("/p").toPath()).isEqualTo("/p");
    assertThat(QueryParameters.of("/p?").toPath()).isEqualTo("/p");
    assertThat(QueryParameters.of("/p?a=1#f?b&c").toPath()).isEqualTo("/p?a=1");
    assertThat(QueryParameters.of("/p#f?b").toPath()).isEqualTo("/p");
  }

  @Test
  void keepsParametersWithoutName() {
    assertThat(QueryParameters.of("/p?x=1&&y=2").toPath()).isEqualTo("/p?=&x=1&y=2");
    assertThat(QueryParameters.of("/p?=1&b=").toPath()).isEqualTo("/p?=1&b=");
  }

  @Test
  void findsEncodedNames() {
    QueryParameters query = QueryParameters.of("/p?a%62c=1&d=2");

    assertThat(query.contains("abc")).isTrue();
    query.remove("abc");
    query.add("e f", "%31");
    assertThat(query.toPath()).isEqualTo("/p?d=2&e%20f=%31");
  }
}
