package mesh.proxy.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XxHash64Test {

  @Test
  void hashesAsTheReferenceDoes() {
    assertThat(XxHash64.hash("")).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(XxHash64.hash("a")).isEqualTo(0xD24EC4F1A98C6E5BL);
    assertThat(XxHash64.hash("abc")).isEqualTo(0x44BC2CF5AD770999L);
    assertThat(XxHash64.hash("Nobody inspects the spammish repetition"))
        .isEqualTo(0xFBCEA83C8A378BF1L);
  }

  @Test
  void takesCharactersAsBytes() {
    assertThat(XxHash64.hash("\u00e9")).isNotEqualTo(XxHash64.hash("e"));
  }

  @Test
  void dependsOnTheSeed() {
    assertThat(XxHash64.hash("abc", 1)).isNotEqualTo(XxHash64.hash("abc", 0));
  }
}
