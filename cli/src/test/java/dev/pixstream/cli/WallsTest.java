package dev.pixstream.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the modules, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "dev.pixstream", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  @ArchTest
  static final ArchRule THE_CORE_IMPORTS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.pixstream.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.pixstream.core..", "java..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule THE_CLIENT_IMPORTS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.pixstream.client..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.client..", "java..", "javax.net.ssl..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule THE_CHECKER_IMPORTS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.pixstream.check..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.check..", "java..", "javax.net.ssl..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule THE_BENCH_KNOWS_NO_SERVER =
      classes()
          .that()
          .resideInAPackage("dev.pixstream.benchmark..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.benchmark..",
              "dev.pixstream.check.http..",
              "java..",
              "org.HdrHistogram..",
              "com.fasterxml.jackson.core..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule POSTGRES_KNOWS_THE_CORE_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.pixstream.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.server..",
              "dev.pixstream.client..",
              "dev.pixstream.cli..",
              "dev.pixstream.embedded..",
              "io.vertx.ext..");

  @ArchTest
  static final ArchRule REDIS_KNOWS_THE_CORE_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.pixstream.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.postgres..",
              "dev.pixstream.server..",
              "dev.pixstream.client..",
              "dev.pixstream.cli..",
              "dev.pixstream.embedded..",
              "io.vertx.ext..");

  @ArchTest
  static final ArchRule THE_SERVER_DOES_NOT_KNOW_ITS_USERS =
      noClasses()
          .that()
          .resideInAPackage("dev.pixstream.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.client..",
              "dev.pixstream.check..",
              "dev.pixstream.benchmark..",
              "dev.pixstream.cli..",
              "dev.pixstream.embedded..");

  @ArchTest
  static final ArchRule THE_EMBEDDED_DATABASE_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.pixstream.embedded..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.pixstream.core..",
              "dev.pixstream.postgres..",
              "dev.pixstream.server..",
              "dev.pixstream.client..",
              "dev.pixstream.cli..");

  @ArchTest
  static final ArchRule NOTHING_SHIPPED_NEEDS_A_TEST_LIBRARY =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.pixstream.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.pixstream.testkit..", "org.junit..");

  @ArchTest
  static final ArchRule JDBC_MIGRATES_AND_NOTHING_ELSE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.pixstream.core..",
              "dev.pixstream.server..",
              "dev.pixstream.client..",
              "dev.pixstream.check..",
              "dev.pixstream.cli..")
          .or()
          .haveSimpleNameStartingWith("Pg")
          .and()
          .resideInAPackage("dev.pixstream.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.postgresql..");

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("dev.pixstream.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.pixstream.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_MODEL_IMPORTS_NOTHING_OF_OURS =
      classes()
          .that()
          .resideInAPackage("dev.pixstream.core.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.pixstream.core.model..", "java..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule THE_SERVER_KNOWS_A_DIALECT_ONLY_WHERE_IT_IS_WIRED =
      noClasses()
          .that()
          .resideInAPackage("dev.pixstream.server..")
          .and()
          .resideOutsideOfPackages(
              "dev.pixstream.server.dialect.json..", "dev.pixstream.server.node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.pixstream.server.dialect.json..");

  @ArchTest
  static final ArchRule A_DIALECT_KNOWS_NO_STORE =
      noClasses()
          .that()
          .resideInAPackage("dev.pixstream.server.dialect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.pixstream.postgres..", "dev.pixstream.redis..");
}
