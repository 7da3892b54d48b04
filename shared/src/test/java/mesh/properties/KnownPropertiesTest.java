package mesh.properties;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class KnownPropertiesTest {

  @ConfigurationProperties("mesh.app")
  record First(String maxAge, List<Inner> parts) {}

  @ConfigurationProperties("mesh.app")
  record Second(Map<String, Integer> limits) {}

  @ConfigurationProperties(prefix = "mesh.app.deeper")
  record Third(int port) {}

  record Inner(String name) {}

  private static final KnownProperties KNOWN =
      new KnownProperties("mesh.app", First.class, Second.class, Third.class)
          .except("mesh.app.tree.");

  @Test
  void recordsMayShareAPrefix() {
    var environment =
        with(
            Map.of(
                "mesh.app.max-age", "1s",
                "mesh.app.maxAge", "1s",
                "mesh.app.parts[0].name", "a",
                "mesh.app.limits.any.thing", 1,
                "mesh.app.deeper.port", 1,
                "mesh.app.tree.x", "others look at it",
                "mesh.apple", "not ours"));

    assertThatCode(() -> KNOWN.check(environment)).doesNotThrowAnyException();
  }

  @Test
  void refusesWhatNoRecordHas() {
    assertThatThrownBy(() -> KNOWN.check(with(Map.of("mesh.app.limit.a", 1))))
        .hasMessage("mesh.app.limit.a: 1 (expected: a property of mesh.app; did you mean limits?)");
    assertThatThrownBy(() -> KNOWN.check(with(Map.of("mesh.app.parts[0].nam", "x"))))
        .hasMessage(
            "mesh.app.parts[0].nam: \"x\" (expected: a property of mesh.app.parts[0];"
                + " did you mean name?)");
  }

  @Test
  void doesNotShowWhatMayBeASecret() {
    assertThatThrownBy(
            () ->
                KNOWN.check(
                    with(Map.of("mesh.app.key-pasword", "x", "mesh.app.key-password", "hush"))))
        .hasMessageContaining("mesh.app.key-password: [redacted] (expected: ")
        .hasMessageNotContaining("hush");
  }

  private static StandardEnvironment with(Map<String, Object> properties) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    return environment;
  }
}
