package mesh.proxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.LbPolicyContract;
import mesh.proxy.config.Findings;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.rule.ProtoRules;
import mesh.proxy.config.yaml.YamlText;
import mesh.proxy.filter.http.HttpFilterContract;
import mesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of every line of the menu: it is described, declares its fields and refuses others.
 * Kinds with a contract of their own are held to that, too.
 */
class CatalogTest {

  private static final Path SAMPLES = Path.of("src", "test", "resources");

  static Stream<Catalog.Entry> entries() {
    return Catalog.entries().stream();
  }

  /** Those whose golden samples are stories of requests, told by the contract of their kind. */
  static Stream<Catalog.Entry> withoutStories() {
    return entries().filter(entry -> !entry.kind().equals("HTTP filters"));
  }

  static Stream<Catalog.Entry> withContract() {
    return entries().filter(entry -> contract(entry.kind()) != null);
  }

  @Test
  void namesAreUniqueInTheirKind() {
    Set<String> names = new HashSet<>();

    assertThat(entries())
        .allSatisfy(entry -> assertThat(names.add(entry.kind() + entry.name())).isTrue());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void isDescribedInItsFolder(Catalog.Entry entry) {
    FolderNotes notes = FolderNotes.of(entry.folder());

    assertThat(notes.what()).endsWith(".");
    assertThat(notes.links()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void declaresEveryMessageBelowItsOwn(Catalog.Entry entry) {
    assertThat(entry.supported().undeclared()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("withContract")
  void hasTheContractOfItsKind(Catalog.Entry entry) {
    Class<?> contract = contract(entry.kind());

    assertThat(testsOf(entry)).anyMatch(test -> test.isAssignableTo(contract));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void hasAGoldenSample(Catalog.Entry entry) {
    assertThat(folder(entry)).isDirectoryContaining("glob:**.yaml");
  }

  @ParameterizedTest
  @MethodSource("withoutStories")
  void refusesItsSample(Catalog.Entry entry) {
    Golden golden = Golden.read(sample(entry));

    golden.check(refusal(entry, golden.inputText()));
  }

  private static String refusal(Catalog.Entry entry, String yaml) {
    try {
      var reading = ConfigReader.read(YamlText.of("refuse.yaml", yaml), entry.prototype());
      var findings = new Findings();
      entry.supported().check(reading.message(), "", findings);
      if (!findings.isFaulty()) {
        ProtoRules.check(reading.message());
      }
      try {
        findings.throwIfFaulty();
      } catch (InvalidConfigException e) {
        throw reading.places().locate(e);
      }
      return "accepted";
    } catch (InvalidConfigException e) {
      return String.valueOf(e.getMessage());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path sample(Catalog.Entry entry) {
    boolean isAlone = entries().filter(other -> other.folder().equals(entry.folder())).count() == 1;
    return folder(entry).resolve(isAlone ? "refuse.yaml" : "refuse-" + entry.shortName() + ".yaml");
  }

  private static Path folder(Catalog.Entry entry) {
    return SAMPLES.resolve(entry.folder().replace('.', '/'));
  }

  private static List<JavaClass> testsOf(Catalog.Entry entry) {
    return new ClassFileImporter()
            .withImportOption(location -> location.contains("test-classes"))
            .importPackages(entry.folder())
            .stream()
            .filter(type -> type.getPackageName().equals(entry.folder()))
            .toList();
  }

  private static Class<?> contract(String kind) {
    return switch (kind) {
      case "HTTP filters" -> HttpFilterContract.class;
      case "Load balancing policies" -> LbPolicyContract.class;
      default -> null;
    };
  }
}
