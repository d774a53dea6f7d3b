package dev.pixstream.client;

/** Does the collector's work with a batch. Parallel collectors call it at the same time. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Handles a batch. When it returns, and not before, the batch is confirmed with the next pull or
   * with the close (contract, promise 1). So return when the messages are safe: stored, posted,
   * sent on. Take less time than the lease (60 s unless the server says otherwise), or the batch is
   * delivered to another collector too.
   *
   * @param batch whose messages may have come before: handle them by {@code endToEndId}
   * @throws Exception if the batch could not be handled: then it is not confirmed and comes again;
   *     {@link PixCollectorBuilder#handlerFailuresMax} says how this collector goes on. An {@link
   *     Error} always ends this collector
   */
  void handle(Batch batch) throws Exception;
}
