/**
 * What tests share: real databases, and the suites that every implementation of a port must pass.
 */
@NullMarked
package dev.pixstream.testkit;

import org.jspecify.annotations.NullMarked;
