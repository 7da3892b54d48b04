package mesh.proxy.bootstrap.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/** An environment of files and properties, the first one added being the strongest. */
public final class Sources {

  private final Path folder;
  private final StandardEnvironment environment = new StandardEnvironment();

  public Sources(Path folder) {
    this.folder = folder;
    MutablePropertySources sources = environment.getPropertySources();
    sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
  }

  public Sources yaml(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    for (PropertySource<?> source :
        new YamlPropertySourceLoader().load(name, new FileSystemResource(file)).reversed()) {
      environment.getPropertySources().addLast(source);
    }
    return this;
  }

  public Sources property(String name, Object value) {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("commandLine " + name, Map.of(name, value)));
    return this;
  }

  public Sources variable(String name, String value) {
    environment
        .getPropertySources()
        .addLast(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, value)));
    return this;
  }

  public StandardEnvironment environment() {
    return environment;
  }
}
