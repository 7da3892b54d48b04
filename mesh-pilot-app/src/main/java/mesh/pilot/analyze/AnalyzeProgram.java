package mesh.pilot.analyze;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.pilot.document.Problem;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.source.RuleText;
import mesh.pilot.source.file.RuleFiles;
import mesh.pilot.validate.Analysis;
import mesh.pilot.validate.Review;

/**
 * Says what is wrong with the rules of folders or files, in the words of the log and of the Rules
 * API. Confined to one thread.
 */
public final class AnalyzeProgram {

  /** The first argument that asks for this program. */
  public static final String NAME = "analyze";

  private static final int FINE = 0;
  private static final int WRONG = 1;
  private static final int MISUSED = 2;

  private final PrintStream out;
  private final PrintStream err;

  public AnalyzeProgram(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs it.
   *
   * @param arguments options and paths: {@code --strict --domain=cluster.local rules}
   * @return 0 if nothing is wrong, 1 if something is (with {@code --strict} also if there are
   *     warnings), 2 if the arguments are
   */
  public int run(List<String> arguments) {
    try {
      AnalyzeOptions options = AnalyzeOptions.parse(arguments);
      RuleText rules = read(options.paths());
      List<Problem> problems = problems(rules, options);
      problems.forEach(problem -> out.println(problem.line()));
      long errors = problems.stream().filter(Problem::isError).count();
      long warnings = problems.size() - errors;
      err.println(
          "mesh: "
              + counted(errors, "error")
              + ", "
              + counted(warnings, "warning")
              + " in "
              + counted(rules.size(), "rule"));
      return errors > 0 || warnings > 0 && options.isStrict() ? WRONG : FINE;
    } catch (InvalidConfigException e) {
      err.println("mesh: " + e.getMessage());
      return MISUSED;
    }
  }

  private static RuleText read(List<Path> paths) {
    var rules = new RuleText();
    for (Path path : paths) {
      try {
        if (!Files.exists(path)) {
          throw new InvalidConfigException("DIR", path, "a folder or file of rules");
        }
        RuleFiles.of(path).readInto(rules);
      } catch (IOException e) {
        throw new InvalidConfigException("DIR", path, "a readable folder or file: " + e);
      }
    }
    return rules;
  }

  private static List<Problem> problems(RuleText rules, AnalyzeOptions options) {
    List<Problem> problems = new ArrayList<>(rules.problems());
    if (problems.isEmpty()) {
      MeshSettings settings = options.settings();
      var analysis = new Analysis(options.credentials(), InstantSource.system());
      problems.addAll(new Review(settings, analysis).of(rules.rules()));
    }
    return problems;
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
