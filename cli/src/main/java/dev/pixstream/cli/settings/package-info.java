/** Options from the environment and from a file, and the page that lists them. */
@NullMarked
package dev.pixstream.cli.settings;

import org.jspecify.annotations.NullMarked;
