/** What every command needs of a terminal: progress, lines, signals, logging, failures. */
@NullMarked
package dev.pixstream.cli.terminal;

import org.jspecify.annotations.NullMarked;
