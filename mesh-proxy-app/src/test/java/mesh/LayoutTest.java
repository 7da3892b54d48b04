package mesh;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The layout, as rules: if one of these fails, the folder tree no longer tells the truth. */
class LayoutTest {

  private static final JavaClasses MESH =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("test-classes"))
          .importPackages("mesh");

  private static final Pattern EXTENSION_FOLDER =
      Pattern.compile(
          "mesh\\.proxy\\.(filter\\.(listener|network|http)|cluster\\.(type|lb|health))\\.\\w+");

  private static final Pattern EDGE =
      Pattern.compile("[\\w.]*(Factory|Policy|Config|Resource)(\\$.*)?");

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Common|Base)$")
        .check(MESH);
  }

  @Test
  void protobufStaysAtTheEdges() {
    noClasses()
        .that()
        .resideInAPackage("mesh.proxy..")
        .and()
        .resideOutsideOfPackages(
            "mesh.proxy.config..",
            "mesh.proxy.xds..",
            "mesh.proxy.admin..",
            "mesh.proxy.bootstrap..")
        .and(not(edgeOfARoom()))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.envoyproxy..")
        .allowEmptyShould(true)
        .check(MESH);
  }

  @Test
  void anExtensionFolderShowsOneType() {
    Map<String, List<String>> shown =
        MESH.stream()
            .filter(type -> EXTENSION_FOLDER.matcher(type.getPackageName()).matches())
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(
                groupingBy(
                    JavaClass::getPackageName, TreeMap::new, mapping(LayoutTest::shown, toList())));

    assertThat(shown)
        .allSatisfy(
            (folder, types) ->
                assertThat(types).filteredOn(name -> !name.isEmpty()).as(folder).hasSize(1));
  }

  @Test
  void filtersDoNotKnowEachOther() {
    slices()
        .matching("mesh.proxy.filter.http.(*)")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(MESH);
  }

  @Test
  void noPackageNeedsOneThatNeedsIt() {
    slices().matching("mesh.(**)").should().beFreeOfCycles().allowEmptyShould(true).check(MESH);
  }

  @Test
  void theDataFlowNeverRunsBackwards() {
    var flow = List.of("listener", "filter", "route", "cluster", "endpoint");
    for (int later = 1; later < flow.size(); later++) {
      String[] earlier =
          flow.subList(0, later).stream().map(LayoutTest::room).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room(flow.get(later)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(earlier)
          .allowEmptyShould(true)
          .check(MESH);
    }
  }

  // By the file's name: a switch over a proto's enum has a class of its own.
  private static DescribedPredicate<JavaClass> edgeOfARoom() {
    return DescribedPredicate.describe(
        "stands in a file named *Factory, *Policy, *Config or *Resource",
        type -> EDGE.matcher(type.getName()).matches());
  }

  // Empty for a type that its folder keeps to itself.
  private static String shown(JavaClass type) {
    return modifier(JavaModifier.PUBLIC).test(type) ? type.getSimpleName() : "";
  }

  private static String room(String name) {
    return "mesh.proxy." + name + "..";
  }
}
