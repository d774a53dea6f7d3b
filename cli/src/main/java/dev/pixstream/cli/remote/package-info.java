/** How commands address a server that runs: its URL, its credentials, its API. */
@NullMarked
package dev.pixstream.cli.remote;

import org.jspecify.annotations.NullMarked;
