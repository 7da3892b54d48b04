package mesh.proxy.filter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.proxy.catalog.HttpFilters;
import mesh.proxy.config.ProtoYaml;
import mesh.testkit.Golden;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every HTTP filter keeps; the test of its factory extends this. */
public abstract class HttpFilterContract {

  private final FilterHost host = new FilterHost();

  /** The factory under test. */
  protected abstract HttpFilterFactory<?> factory();

  /** YAML of a config that the proto allows and this filter must refuse; null if there is none. */
  protected abstract @Nullable String junk();

  /** The message that {@link #junk} is refused with. */
  protected String junkRefusal() {
    return "";
  }

  /** Why a filter cannot do without any setting; null if it can. */
  protected @Nullable String emptyConfigRefusal() {
    return null;
  }

  @AfterEach
  void closeHost() {
    host.close();
  }

  @Test
  void isInTheCatalogOnce() {
    assertThat(HttpFilters.ALL)
        .filteredOn(one -> one.getClass() == factory().getClass())
        .hasSize(1);
    assertThat(HttpFilters.ALL).filteredOn(one -> one.name().equals(factory().name())).hasSize(1);
  }

  @Test
  void registersATypeOfItsOwn() {
    String type = factory().prototype().getDescriptorForType().getFullName();

    assertThat(HttpFilters.ALL)
        .filteredOn(one -> one.prototype().getDescriptorForType().getFullName().equals(type))
        .hasSize(1);
  }

  @Test
  void declaresEveryMessageBelowItsOwn() {
    assertThat(factory().supported().undeclared()).isEmpty();
  }

  @Test
  void refusesJunk() {
    String junk = junk();
    if (junk != null) {
      assertThatThrownBy(() -> bind(factory(), junk))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessage(junkRefusal());
    }
  }

  @Test
  void survivesAnEmptyConfigOrSaysWhyNot() {
    String refusal = emptyConfigRefusal();

    if (refusal == null) {
      bind(factory(), "{}");
    } else {
      assertThatThrownBy(() -> bind(factory(), "{}"))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessage(refusal);
    }
  }

  @TestFactory
  Stream<DynamicTest> tellsItsStories() {
    return Golden.cases(getClass(), "")
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.toString(),
                    () -> {
                      try (var stage = new FilterHost()) {
                        golden.check(new FilterStory(factory(), golden.input(), stage).tell());
                      }
                    }));
  }

  private <P extends Message> void bind(HttpFilterFactory<P> typed, String yaml) {
    P config = ProtoYaml.parse(typed.prototype(), yaml);
    typed.supported().check(config);
    typed.bind(config, host.context(typed.name()));
  }
}
