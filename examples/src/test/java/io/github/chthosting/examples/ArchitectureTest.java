package io.github.chthosting.examples;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md, kept. */
@AnalyzeClasses(packages = "io.github.chthosting", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.chthosting";
  private static final String COUCHDB = ROOT + ".couchdb..";
  private static final String COMPOSE = ROOT + ".compose..";
  private static final String TESTKIT = ROOT + ".testkit..";
  private static final String EXAMPLES = ROOT + ".examples..";

  @ArchTest
  static final ArchRule coreKnowsNobody =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".health..",
              ROOT + ".http..",
              ROOT + ".operation..",
              ROOT + ".platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COUCHDB, COMPOSE, TESTKIT, EXAMPLES);

  @ArchTest
  static final ArchRule composeStandsAboveAndKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage(COMPOSE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TESTKIT, EXAMPLES);

  @ArchTest
  static final ArchRule theClientDoesNotKnowTheEmbeddedServer =
      noClasses()
          .that()
          .resideInAPackage(COUCHDB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPOSE, TESTKIT, EXAMPLES);

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
              ROOT + ".health..",
              ROOT + ".http..",
              ROOT + ".operation..",
              ROOT + ".platform..",
              COUCHDB,
              COMPOSE,
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

  /** What a package hides in {@code internal} belongs to it and may know it. */
  @ArchTest
  static final ArchRule packagesOfTheClientFormNoCircle =
      slices()
          .matching(ROOT + ".couchdb.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage("..internal.."), alwaysTrue())
          .ignoreDependency(alwaysTrue(), resideInAPackage("..internal.."));

  @ArchTest
  static final ArchRule packagesOfComposeFormNoCircle =
      slices()
          .matching(ROOT + ".compose.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage("..internal.."), alwaysTrue())
          .ignoreDependency(alwaysTrue(), resideInAPackage("..internal.."));
}
