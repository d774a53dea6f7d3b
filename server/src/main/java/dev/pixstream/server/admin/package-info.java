/** What operators ask and order: dead letters, faults, verification, health, documentation. */
@NullMarked
package dev.pixstream.server.admin;

import org.jspecify.annotations.NullMarked;
