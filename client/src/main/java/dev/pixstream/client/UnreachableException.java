package dev.pixstream.client;

/**
 * No usable answer came for as long as was to be tried. The message names the address and the last
 * reason; the status is that of the last response, such as 503, or 0 if none came.
 */
public final class UnreachableException extends PixStreamException {

  UnreachableException(PixServer server, String reason, int status) {
    super("no answer from " + server + ": " + reason, status);
  }
}
