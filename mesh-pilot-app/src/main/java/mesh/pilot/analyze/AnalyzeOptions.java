package mesh.pilot.analyze;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.pilot.model.MeshSettings;

/**
 * What the program was asked to do. Immutable.
 *
 * @param paths folders and files; not empty
 * @param isStrict whether warnings count as errors
 * @param credentials folder of the certificates that gateways name
 */
record AnalyzeOptions(List<Path> paths, boolean isStrict, MeshSettings settings, Path credentials) {

  AnalyzeOptions {
    paths = List.copyOf(paths);
  }

  /**
   * Reads arguments.
   *
   * @throws InvalidConfigException if one is not known, or no path is given
   */
  static AnalyzeOptions parse(List<String> arguments) {
    List<Path> paths = new ArrayList<>();
    boolean strict = false;
    MeshSettings usual = MeshSettings.USUAL;
    String domain = usual.domain();
    String root = usual.rootNamespace();
    Path credentials = Path.of("credentials");
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.equals("--strict")) {
        strict = true;
      } else if (argument.startsWith("--domain=")) {
        domain = value;
      } else if (argument.startsWith("--root-namespace=")) {
        root = value;
      } else if (argument.startsWith("--credentials=")) {
        credentials = Path.of(value);
      } else if (argument.startsWith("-")) {
        throw new InvalidConfigException(
            "argument",
            argument,
            "--strict, --domain=DOMAIN, --root-namespace=NAMESPACE, --credentials=DIR or a path");
      } else {
        paths.add(Path.of(argument));
      }
    }
    if (paths.isEmpty()) {
      throw new InvalidConfigException("DIR", null, "a folder or file of rules");
    }
    var settings = new MeshSettings(usual.trustDomain(), domain, root);
    return new AnalyzeOptions(paths, strict, settings, credentials);
  }
}
