package mesh.proxy.config.old;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.util.stream.Stream;
import mesh.proxy.config.proto.MessageTypes;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.read.Reading;
import mesh.proxy.config.yaml.YamlText;
import mesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvoyV2Test {

  static Stream<Golden> cases() {
    return Golden.cases(EnvoyV2Test.class, "");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOldSpellingMeansTheNewOne(Golden story) throws IOException {
    Reading<Bootstrap> old = read(story.inputText());
    Reading<Bootstrap> current = read(story.expectedText());

    assertThat(old.message()).isEqualTo(current.message());
    assertThat(old.warnings())
        .isNotEmpty()
        .allSatisfy(warning -> assertThat(warning.text()).containsAnyOf("write ", "ignored: "))
        .allSatisfy(warning -> assertThat(warning.place()).startsWith("case.yaml:"));
    assertThat(current.warnings()).isEmpty();
  }

  @Test
  void everyExtensionHasItsMessage() {
    assertThat(KnownExtensions.types())
        .allSatisfy(type -> assertThat(MessageTypes.find(type)).as(type).isPresent());
  }

  @Test
  void everyMessageThatNamesExtensionsExists() {
    assertThat(KnownExtensions.naming())
        .allSatisfy(type -> assertThat(MessageTypes.find(type)).as(type).isPresent());
  }

  @Test
  void everyOldFieldBelongsToAMessageOfToday() {
    assertThat(EnvoyV2.fields())
        .allSatisfy(
            field -> {
              String message = field.substring(0, field.lastIndexOf('.'));
              assertThat(MessageTypes.find(message)).as(message).isPresent();
            });
  }

  private static Reading<Bootstrap> read(String text) throws IOException {
    return ConfigReader.read(YamlText.of("case.yaml", text), Bootstrap.getDefaultInstance());
  }
}
