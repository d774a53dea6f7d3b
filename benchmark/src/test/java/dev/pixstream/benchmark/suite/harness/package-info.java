/** What measurements share: servers, databases, collectors that drain. */
@NullMarked
package dev.pixstream.benchmark.suite.harness;

import org.jspecify.annotations.NullMarked;
