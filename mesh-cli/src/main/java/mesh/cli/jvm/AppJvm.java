package mesh.cli.jvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a JVM is started for an app. Immutable.
 *
 * @param options file of flags, read by the JVM itself
 * @param heap overrides the maximum heap of {@code options}: {@code 256m}
 */
public record AppJvm(Path jar, Path options, @Nullable String heap) {

  private static final String OPTIONS = "jvm.options";

  /** The flags in force for a jar as it is built: beside it, or beside its {@code target}. */
  public static Path optionsFor(Path jar) {
    Path beside = jar.toAbsolutePath().normalize().resolveSibling(OPTIONS);
    return Files.exists(beside) ? beside : beside.resolveSibling("..").resolve(OPTIONS).normalize();
  }

  /** A jar with its usual flags. */
  public static AppJvm of(Path jar) {
    return new AppJvm(jar, optionsFor(jar), null);
  }

  /** The same for another jar. */
  AppJvm with(Path other) {
    return new AppJvm(other, options, heap);
  }

  /**
   * What to execute.
   *
   * @param flags more flags of the JVM
   * @param arguments of the app
   */
  public List<String> commandLine(List<String> flags, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(java());
    line.add("@" + options);
    if (heap != null) {
      line.add("-Xmx" + heap);
    }
    line.addAll(flags);
    line.add("-jar");
    line.add(jar.toString());
    line.addAll(arguments);
    return line;
  }

  /** The JVM that runs this command: {@code ./mesh} has looked for one that suits. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
