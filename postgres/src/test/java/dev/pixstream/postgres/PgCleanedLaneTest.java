package dev.pixstream.postgres;

import dev.pixstream.testkit.CleanedLaneContract;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgCleanedLaneTest extends CleanedLaneContract {
  private final TestDatabase database;

  PgCleanedLaneTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
