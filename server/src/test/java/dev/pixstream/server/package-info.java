/** Tests of the HTTP side, and the check of every exchange against its OpenAPI contract. */
@NullMarked
package dev.pixstream.server;

import org.jspecify.annotations.NullMarked;
