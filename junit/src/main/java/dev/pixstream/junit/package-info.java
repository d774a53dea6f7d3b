/**
 * For tests of collectors with JUnit 5: a PixStream server in the test's JVM, a lane for each test,
 * faults on order, and the question whether a collector lost or doubled anything.
 */
@NullMarked
package dev.pixstream.junit;

import org.jspecify.annotations.NullMarked;
