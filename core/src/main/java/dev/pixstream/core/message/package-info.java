/**
 * The Pix message: what it holds, what makes it valid, and a source of random ones. How it looks on
 * the wire is the business of the dialects.
 */
@NullMarked
package dev.pixstream.core.message;

import org.jspecify.annotations.NullMarked;
