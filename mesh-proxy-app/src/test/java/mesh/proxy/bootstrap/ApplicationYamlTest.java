package mesh.proxy.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The comment in {@code application.yml} lists every property with the default that it has. */
class ApplicationYamlTest {

  private static final Path FILE = Path.of("src", "main", "resources", "application.yml");

  @Test
  void listsEveryPropertyWithItsDefault() throws IOException {
    Map<String, Object> expected = properties(ProxyProperties.class);
    expected.put("bootstrap", Map.of()); // read as it is written, not bound

    Object listed = ((Map<?, ?>) ((Map<?, ?>) commented()).get("mesh")).get("proxy");

    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void everyPropertyHasAComment() throws IOException {
    assertThat(block().lines().filter(line -> line.contains(": ") || line.endsWith(":")))
        .filteredOn(line -> !line.strip().equals("mesh:") && !line.strip().equals("proxy:"))
        .allMatch(line -> line.contains(" # "));
  }

  private static Object commented() throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(block());
  }

  private static String block() throws IOException {
    return Files.readString(FILE)
        .lines()
        .filter(line -> line.startsWith("# ") && !line.startsWith("# Every"))
        .map(line -> line.substring(2))
        .collect(joining("\n"));
  }

  private static Map<String, Object> properties(Class<?> type) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName().replaceAll("(\\p{Upper})", "-$1").toLowerCase(Locale.ROOT);
      all.put(name, value(component));
    }
    return all;
  }

  private static Object value(RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType list) {
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      return element.isRecord() ? List.of(properties(element)) : null;
    }
    if (component.getType().isRecord()) {
      return properties(component.getType());
    }
    var written = component.getDeclaringRecord().getDeclaredConstructors()[0].getParameters();
    for (var parameter : written) {
      DefaultValue value = parameter.getAnnotation(DefaultValue.class);
      if (parameter.getName().equals(component.getName()) && value != null) {
        return new Load(LoadSettings.builder().build())
            .loadFromString(value.value()[0].replace("*", "'*'"));
      }
    }
    return null;
  }
}
