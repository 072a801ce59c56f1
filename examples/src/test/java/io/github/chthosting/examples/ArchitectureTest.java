package io.github.chthosting.examples;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, kept. */
@AnalyzeClasses(packages = "io.github.chthosting", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.chthosting";
  private static final String COUCHDB = ROOT + ".couchdb..";
  private static final String PLATFORM = ROOT + ".platform..";
  private static final String COMPOSE = ROOT + ".compose..";
  private static final String K8S = ROOT + ".k8s..";
  private static final String TESTKIT = ROOT + ".testkit..";
  private static final String EXAMPLES = ROOT + ".examples..";

  @ArchTest
  static final ArchRule coreKnowsNobody =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT, ROOT + ".plan..", ROOT + ".http..", ROOT + ".operation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COUCHDB, PLATFORM, COMPOSE, K8S, TESTKIT, EXAMPLES);

  @ArchTest
  static final ArchRule platformKnowsNoKindOfPlatform =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPOSE, K8S, TESTKIT, EXAMPLES);

  @ArchTest
  static final ArchRule composeStandsAboveAndKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage(COMPOSE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(K8S, TESTKIT, EXAMPLES);

  @ArchTest
  static final ArchRule kubernetesStandsBesideCompose =
      noClasses()
          .that()
          .resideInAPackage(K8S)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPOSE, TESTKIT, EXAMPLES);

  @ArchTest
  static final ArchRule theClientDoesNotKnowTheEmbeddedServer =
      noClasses()
          .that()
          .resideInAPackage(COUCHDB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PLATFORM, COMPOSE, K8S, TESTKIT, EXAMPLES);

  /** A server that shared code with its client would share its mistakes too. */
  @ArchTest
  static final ArchRule theEmbeddedServerStandsAlone =
      classes()
          .that()
          .resideInAPackage(TESTKIT)
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              ROOT,
              ROOT + ".plan..",
              ROOT + ".http..",
              ROOT + ".operation..",
              PLATFORM,
              COUCHDB,
              COMPOSE,
              K8S,
              EXAMPLES);

  @ArchTest
  static final ArchRule resilience4jStaysInsideTheTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule noPackagesFormACircle =
      slices()
          .matching(ROOT + ".(**)")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage(TESTKIT), alwaysTrue());

  /** The exported packages are all that others import; the rest of our modules is internal. */
  @ArchTest
  static final ArchRule examplesUseWhatIsExported =
      noClasses()
          .that()
          .resideInAPackage(EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..internal..");

  /** Each module names what it exports: compose no more than its front door and its words. */
  @Test
  void composeExportsSixPackages() {
    assertThat(exported("cht-hosting-compose"))
        .containsExactlyInAnyOrder(
            ROOT + ".compose",
            ROOT + ".compose.deployment",
            ROOT + ".compose.engine",
            ROOT + ".compose.env",
            ROOT + ".compose.files",
            ROOT + ".compose.release");
  }

  @Test
  void kubernetesExportsItsDeployments() {
    assertThat(exported("cht-hosting-k8s")).containsExactlyInAnyOrder(ROOT + ".k8s.deployment");
  }

  @Test
  void nothingInternalIsExported() {
    for (String module : List.of("core", "couchdb", "platform", "compose", "k8s", "testkit")) {
      assertThat(exported("cht-hosting-" + module))
          .as(module)
          .isNotEmpty()
          .noneMatch(name -> name.contains("internal"));
    }
  }

  private static List<String> exported(String module) {
    ModuleReference found =
        ModuleFinder.of(Path.of("..", module, "target", "classes")).findAll().iterator().next();
    return found.descriptor().exports().stream()
        .filter(each -> !each.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .toList();
  }
}
