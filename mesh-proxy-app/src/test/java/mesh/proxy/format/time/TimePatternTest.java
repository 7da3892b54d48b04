package mesh.proxy.format.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimePatternTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final long MOMENT = 1_522_796_769_123L; // 2018-04-03T23:06:09.123Z, a Tuesday

  @Test
  void printsEnvoysUsualFormat() {
    assertThat(print(TimePattern.USUAL)).isEqualTo("2018-04-03T23:06:09.123Z");
  }

  @Test
  void printsFractionsOfAnyLength() {
    assertThat(print("%s.%3f")).isEqualTo("1522796769.123");
    assertThat(print("%6f %9f %f %1f")).isEqualTo("123000 123000000 123000000 1");
    assertThat(print("%E3S|%E1S")).isEqualTo("09.123|09.1");
  }

  @Test
  void knowsTheSpecifiersOfStrftime() {
    assertThat(print("%Y/%m/%dT%H:%M:%S%z %s")).isEqualTo("2018/04/03T23:06:09+0000 1522796769");
    assertThat(print("%a %A %b %B %h %e %j %u %w"))
        .isEqualTo("Tue Tuesday Apr April Apr  3 093 2 2");
    assertThat(print("%D %F %T %R %I %p %y %C %Z %% %G-%V"))
        .isEqualTo("04/03/18 2018-04-03 23:06:09 23:06 11 PM 18 20 UTC % 2018-14");
  }

  @Test
  void usesTheZone() {
    var to = new StringBuilder();
    TimePattern.of("%H:%M %z %Z", ZoneId.of("Europe/Berlin")).printMillis(MOMENT, to);

    assertThat(to).hasToString("01:06 +0200 CEST");
  }

  @Test
  void printsAnotherSecondAfterTheOneItKept() {
    var pattern = TimePattern.of("%S.%3f;", UTC);
    var to = new StringBuilder();
    pattern.printMillis(1_001, to);
    pattern.printMillis(1_002, to);
    pattern.printMillis(2_003, to);
    pattern.printMillis(1_004, to);
    pattern.printMillis(-1, to);

    assertThat(to).hasToString("01.001;01.002;02.003;01.004;59.999;");
  }

  @Test
  void namesSpecifiersThatDoNotExist() {
    assertThatThrownBy(() -> TimePattern.of("%H:%Q", UTC)).hasMessage("%Q");
    assertThatThrownBy(() -> TimePattern.of("%H%", UTC)).hasMessage("%");
  }

  private static String print(String pattern) {
    var to = new StringBuilder();
    TimePattern.of(pattern, UTC).printMillis(MOMENT, to);
    return to.toString();
  }
}
