package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that was restored from a backup: nobody knows what was delivered since. */
@ContractTest(waitMs = 300)
final class RestoredTest {
  private final Service service;

  RestoredTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("update.2")
  void what_may_have_been_delivered_after_the_backup_says_so_and_what_comes_new_does_not() {
    var read = service.lane();
    read.store(1, 3);
    var batch = read.startOne().assertBatch(1, 1);
    var unread = service.lane();
    unread.store(1, 2);
    read.pullOne(batch.next()).assertBatch(2, 2);

    assertEquals(
        service.database().query("SELECT count(*) FROM pixstream.lane"),
        service.database().query("SELECT pixstream.restored()"));

    unread.store(3, 4);
    unread.start().assertBatch(1, 4, 2);
    read.start().assertBatch(3, 3, 1);
    service.assertPartition();
  }
}
