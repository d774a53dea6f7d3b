/**
 * The HTTP contract, promise by promise, over real connections to a real server on a real
 * PostgreSQL. Every exchange is also held against openapi.yaml.
 */
@NullMarked
package dev.pixstream.server.contract;

import org.jspecify.annotations.NullMarked;
