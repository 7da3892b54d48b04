package mesh.pilot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout of this app, as rules. */
class LayoutTest {

  private static final JavaClasses PILOT =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("mesh.pilot");

  @Test
  void noPackageNeedsOneThatNeedsIt() {
    slices().matching("mesh.pilot.(**)").should().beFreeOfCycles().check(PILOT);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Common|Base)$")
        .check(PILOT);
  }

  @Test
  void whatIsReadNeverKnowsWhatBecomesOfIt() {
    var flow = List.of("document", "model", "world", "generate", "serve");
    for (int earlier = 0; earlier < flow.size() - 1; earlier++) {
      String[] later =
          flow.subList(earlier + 1, flow.size()).stream()
              .map(LayoutTest::room)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room(flow.get(earlier)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .check(PILOT);
    }
  }

  @Test
  void rulesAreCheckedWithoutProxies() {
    noClasses()
        .that()
        .resideInAnyPackage(room("source"), room("validate"), room("analyze"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(room("generate"), room("serve"), "io.envoyproxy..")
        .check(PILOT);
  }

  @Test
  void generatorsKnowNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage(room("generate"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "io.netty..", "java.net.http..", "java.nio.file..")
        .check(PILOT);
  }

  @Test
  void theModelIsNeitherEnvoysNorSprings() {
    noClasses()
        .that()
        .resideInAnyPackage(room("document"), room("model"), room("world"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envoyproxy..", "com.google.protobuf..", "io.grpc..")
        .check(PILOT);
  }

  @Test
  void springOnlyWires() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mesh.pilot", room("bootstrap"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(PILOT);
  }

  private static String room(String name) {
    return "mesh.pilot." + name + "..";
  }
}
