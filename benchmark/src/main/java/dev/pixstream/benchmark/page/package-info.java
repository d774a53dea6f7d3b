/** Results as a page with charts. */
@NullMarked
package dev.pixstream.benchmark.page;

import org.jspecify.annotations.NullMarked;
