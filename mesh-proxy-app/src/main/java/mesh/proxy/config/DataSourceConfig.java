package mesh.proxy.config;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Where a piece of data stands: in the configuration, in a file, in the environment. Immutable.
 *
 * <p>Parsing does not read: a file may change, and its reader decides when to look.
 */
public sealed interface DataSourceConfig {

  /**
   * Of {@code envoy.config.core.v3.DataSource}; {@code watched_directory} is left to those who
   * watch.
   */
  Supported SUPPORTED =
      Supported.of(DataSource.getDefaultInstance())
          .fields("filename", "inline_bytes", "inline_string", "environment_variable");

  /** A file of this machine. */
  record InFile(Path path) implements DataSourceConfig {

    @Override
    public byte[] read(String field) {
      try {
        return Files.readAllBytes(path);
      } catch (IOException e) {
        throw new InvalidConfigException(field, path, "a file that can be read; " + reason(e));
      }
    }

    private static String reason(IOException e) {
      return switch (e) {
        case NoSuchFileException missing -> "there is none of that name";
        case AccessDeniedException forbidden -> "its permissions forbid it";
        default -> String.valueOf(e.getMessage());
      };
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * Part of the configuration.
   *
   * @param text each char is one byte: a record of a byte array would compare by identity
   */
  record Inline(String text) implements DataSourceConfig {

    static Inline of(byte[] bytes) {
      return new Inline(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public byte[] read(String field) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return "<inline>";
    }
  }

  /** A variable of this process. */
  record InEnvironment(String name) implements DataSourceConfig {

    @Override
    public byte[] read(String field) {
      String value = System.getenv(name);
      if (value == null) {
        throw new InvalidConfigException(
            field + ".environment_variable", name, "a variable that is set");
      }
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "$" + name;
    }
  }

  /** Null if nothing is specified. */
  static @Nullable DataSourceConfig parse(DataSource proto) {
    return switch (proto.getSpecifierCase()) {
      case FILENAME -> new InFile(Path.of(proto.getFilename()));
      case INLINE_BYTES -> Inline.of(proto.getInlineBytes().toByteArray());
      case INLINE_STRING -> Inline.of(proto.getInlineString().getBytes(StandardCharsets.UTF_8));
      case ENVIRONMENT_VARIABLE -> new InEnvironment(proto.getEnvironmentVariable());
      case SPECIFIER_NOT_SET -> null;
    };
  }

  /**
   * The data as it is now.
   *
   * @param field for the message, if the data cannot be had
   */
  byte[] read(String field);

  /** The same as text. */
  default String readText(String field) {
    return new String(read(field), StandardCharsets.UTF_8);
  }
}
