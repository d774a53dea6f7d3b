package dev.pixstream.client;

import java.net.URI;

/** No usable answer came for as long as was to be tried. The message names the address. */
public final class UnreachableException extends PixStreamException {

  UnreachableException(URI server, String reason) {
    super("no answer from " + server + ": " + reason, 0);
  }
}
