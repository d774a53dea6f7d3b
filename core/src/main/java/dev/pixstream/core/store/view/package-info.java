/**
 * What people look at: how lanes stand, and the life of a message. Nothing here changes a lane but
 * a forced close of a stream.
 */
@NullMarked
package dev.pixstream.core.store.view;

import org.jspecify.annotations.NullMarked;
