/** {@code pixstream fault}: faults on order. */
@NullMarked
package dev.pixstream.cli.fault;

import org.jspecify.annotations.NullMarked;
