package dev.pixstream.client;

/**
 * Somebody else keeps pulling with the same iterationId and takes over (409, contract, promise 2).
 * A collector that is told so asks again a few times, because its own older request, given up and
 * repeated on another node, may be what took over. If it goes on, two readers share one id: they
 * would steal each other's batches, so this one ends.
 */
public final class SupersededException extends PixStreamException {

  SupersededException(String message) {
    super(message, 409);
  }
}
