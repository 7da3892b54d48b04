package mesh.telemetry.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitFolderTest {

  @TempDir private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void writeOneFile() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "domain: a");
  }

  @Test
  void followsItsFiles() throws IOException {
    var limits = loaded();
    assertThat(limits.rules().knows("a")).isTrue();

    Files.writeString(folder.resolve("b.yml"), "domain: b");
    Files.writeString(folder.resolve(".hidden.yaml"), "domain: c");
    Files.writeString(folder.resolve("README.md"), "domain: d");
    Files.delete(folder.resolve("a.yaml"));
    limits.refresh();

    assertThat(limits.rules().byDomain()).containsOnlyKeys("b");
    assertThat(meters.counter("ratelimit.service.config_load_success").count()).isEqualTo(2);
  }

  @Test
  void keepsAllOfTheLastOnesIfOneFileIsWrong() throws IOException {
    var limits = loaded();

    Files.writeString(folder.resolve("a.yaml"), "domain: other");
    Files.writeString(folder.resolve("b.yaml"), "domain:");
    limits.refresh();
    limits.refresh();

    assertThat(limits.rules().byDomain()).containsOnlyKeys("a");
    assertThat(meters.counter("ratelimit.service.config_load_error").count()).isEqualTo(1);

    Files.delete(folder.resolve("b.yaml"));
    limits.refresh();
    assertThat(limits.rules().byDomain()).containsOnlyKeys("other");
  }

  @Test
  void keepsTheLastOnesIfTheFolderGoesAndFollowsItWhenItIsBack() throws IOException {
    var limits = loaded();

    Files.delete(folder.resolve("a.yaml"));
    Files.delete(folder);
    limits.refresh();
    assertThat(limits.rules().byDomain()).containsOnlyKeys("a");

    Files.createDirectory(folder);
    Files.writeString(folder.resolve("b.yaml"), "domain: b");
    limits.refresh();
    assertThat(limits.rules().byDomain()).containsOnlyKeys("b");
  }

  @Test
  void refusesToStartWithoutAFolderOrWithAFileThatIsWrong() throws IOException {
    var missing = new RateLimitFolder(folder.resolve("nothing"), meters);
    assertThatThrownBy(missing::load)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("mesh.telemetry.rate-limit.config-dir: ")
        .hasMessageEndingWith("(expected: a folder)");

    Files.writeString(folder.resolve("b.yaml"), "domain: a");
    assertThatThrownBy(new RateLimitFolder(folder, meters)::load)
        .hasMessage("b.yaml:1: domain: a (expected: a domain that a.yaml does not have)");
  }

  @Test
  void hasNoLimitsWithoutAFolder() {
    var none = new RateLimitFolder(null, meters);

    none.load();
    none.refresh();

    assertThat(none.rules().byDomain()).isEmpty();
  }

  private RateLimitFolder loaded() {
    var limits = new RateLimitFolder(folder, meters);
    limits.load();
    return limits;
  }
}
