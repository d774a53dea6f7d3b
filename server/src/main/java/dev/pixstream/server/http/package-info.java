/** What every dialect needs of HTTP: admission, access, bodies, problems, and the event loop. */
@NullMarked
package dev.pixstream.server.http;

import org.jspecify.annotations.NullMarked;
