/**
 * Faults on order, for tests of collectors: which ones are active, what each does to which
 * requests, and how a response is lost or cut.
 */
@NullMarked
package dev.pixstream.server.faults;

import org.jspecify.annotations.NullMarked;
