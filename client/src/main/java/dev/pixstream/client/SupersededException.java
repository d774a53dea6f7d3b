package dev.pixstream.client;

/**
 * Somebody else pulls with the same iterationId and took over (409, contract, promise 2). Two
 * readers of one stream would steal each other's batches, so the older one stops.
 */
public final class SupersededException extends PixStreamException {

  SupersededException(String message) {
    super(message, 409);
  }
}
