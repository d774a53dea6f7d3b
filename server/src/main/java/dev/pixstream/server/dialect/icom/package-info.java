/**
 * The official dialect of the SPI, the ICOM: XML, multipart/mixed, gzip, its headers and problems.
 */
@NullMarked
package dev.pixstream.server.dialect.icom;

import org.jspecify.annotations.NullMarked;
