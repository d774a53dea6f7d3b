/** What came of the checks, as text, JSON and JUnit. */
@NullMarked
package dev.pixstream.check.report;

import org.jspecify.annotations.NullMarked;
