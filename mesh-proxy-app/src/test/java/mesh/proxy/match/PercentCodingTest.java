package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentCodingTest {

  @Test
  void decodesPairsOfDigitsOnly() {
    assertThat(PercentCoding.decode("a%20b%2Bc%zz%4")).isEqualTo("a b+c%zz%4");
    assertThat(PercentCoding.decode("a+b")).isEqualTo("a+b");
  }

  @Test
  void encodesAllButUnreservedLetters() {
    assertThat(PercentCoding.encode("v 1+%/&=ü")).isEqualTo("v%201%2B%25%2F%26%3D%C3%BC");
    assertThat(PercentCoding.encode("aZ09-_.~")).isEqualTo("aZ09-_.~");
  }
}
