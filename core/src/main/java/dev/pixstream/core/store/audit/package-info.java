/** What a store tells to be verified: how each lane's messages, batches and jobs stand. */
@NullMarked
package dev.pixstream.core.store.audit;

import org.jspecify.annotations.NullMarked;
