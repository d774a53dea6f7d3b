/** What a coordinator with a store of its own needs of the store that has messages and history. */
@NullMarked
package dev.pixstream.core.store.archive;

import org.jspecify.annotations.NullMarked;
