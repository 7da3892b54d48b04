package mesh.telemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The layout of this app, as rules. */
class LayoutTest {

  private static final JavaClasses TELEMETRY =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("mesh.telemetry");

  @Test
  void noPackageNeedsOneThatNeedsIt() {
    slices().matching("mesh.telemetry.(**)").should().beFreeOfCycles().check(TELEMETRY);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Common|Base)$")
        .check(TELEMETRY);
  }

  @Test
  void springOnlyWiresAndAnswers() {
    noClasses()
        .that()
        .resideInAnyPackage("..attribute..", "..receive..", "..handler..", "..graph..", "..span..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(TELEMETRY);
  }

  @Test
  void whatIsKeptKnowsNothingOfTheWire() {
    noClasses()
        .that()
        .resideInAnyPackage("..handler..", "..graph..", "..span..", "..query..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envoyproxy..", "io.grpc..")
        .check(TELEMETRY);
  }
}
