package mesh.ca;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The layout of this app, as rules. */
class LayoutTest {

  private static final JavaClasses CA =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("mesh.ca");

  @Test
  void noPackageNeedsOneThatNeedsIt() {
    slices().matching("mesh.ca.(**)").should().beFreeOfCycles().check(CA);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Common|Base)$").check(CA);
  }

  @Test
  void whoSignsKnowsNoCaller() {
    noClasses()
        .that()
        .resideInAnyPackage("mesh.ca.issue..", "mesh.ca.authority..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("mesh.ca.csr..", "mesh.ca.attest..", "io.grpc..", "istio..")
        .check(CA);
  }

  @Test
  void whoVouchesForCallersHoldsNoKey() {
    noClasses()
        .that()
        .resideInAPackage("mesh.ca.attest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("mesh.ca.issue..", "mesh.ca.authority..", "mesh.ca.csr..")
        .check(CA);
  }

  @Test
  void springOnlyWires() {
    noClasses()
        .that()
        .resideOutsideOfPackages("mesh.ca", "mesh.ca.bootstrap..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CA);
  }

  @Test
  void onlyTheBootstrapChoosesAProviderOfCryptography() {
    noClasses()
        .that()
        .resideOutsideOfPackage("mesh.ca.bootstrap..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.amazon..")
        .check(CA);
  }
}
