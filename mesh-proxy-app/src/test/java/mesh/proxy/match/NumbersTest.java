package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void readsIntegersWithAndWithoutSign() {
    assertThat(Numbers.decimal("0")).isZero();
    assertThat(Numbers.decimal("-17")).isEqualTo(-17);
    assertThat(Numbers.decimal("+17")).isEqualTo(17);
    assertThat(Numbers.decimal("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void readsNothingElse() {
    for (String text :
        new String[] {
          "", "-", "+", "1.0", "1a", " 1", "0x1", "9223372036854775808", "99999999999999999999"
        }) {
      assertThat(Numbers.decimal(text)).as(text).isEqualTo(Numbers.NONE);
    }
  }
}
