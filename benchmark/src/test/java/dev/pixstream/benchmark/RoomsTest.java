package dev.pixstream.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the driver and of the measurements. */
@AnalyzeClasses(packages = "dev.pixstream.benchmark")
class RoomsTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.pixstream.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_DRIVER_DOES_NOT_KNOW_THE_MEASUREMENTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.pixstream.benchmark.suite..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.pixstream.benchmark.suite..");
}
