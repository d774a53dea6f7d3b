package dev.pixstream.benchmark;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the driver and, which no other rule sees, of the measurements. */
@AnalyzeClasses(packages = "dev.pixstream.benchmark")
class RoomsTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.pixstream.(**)").should().beFreeOfCycles();
}
