package dev.pixstream.client;

/** Does the collector's work with a batch. Parallel collectors call it at the same time. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Handles a batch. When it returns, the batch is confirmed with the next pull or with the close.
   * Take less time than the lease (60 s unless the server says otherwise), or the batch is
   * delivered to another collector too.
   *
   * @throws Exception if the batch could not be handled: then it is not confirmed, this collector
   *     stops, and the messages are delivered again
   */
  void handle(Batch batch) throws Exception;
}
