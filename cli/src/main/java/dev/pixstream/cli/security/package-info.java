/** {@code pixstream key} and {@code pixstream certs}. */
@NullMarked
package dev.pixstream.cli.security;

import org.jspecify.annotations.NullMarked;
