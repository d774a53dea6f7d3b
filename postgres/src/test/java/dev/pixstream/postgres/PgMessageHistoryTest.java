package dev.pixstream.postgres;

import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.MessageHistoryContract;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgMessageHistoryTest extends MessageHistoryContract {
  private final TestDatabase database;

  PgMessageHistoryTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
