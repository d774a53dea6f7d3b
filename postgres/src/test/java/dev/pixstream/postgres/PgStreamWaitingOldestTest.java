package dev.pixstream.postgres;

import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.Oldest;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.StreamWaitingContract;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgStreamWaitingOldestTest extends StreamWaitingContract {
  private final TestDatabase database;

  PgStreamWaitingOldestTest(@Oldest TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
