package dev.pixstream.postgres;

import dev.pixstream.testkit.CleanedLaneContract;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same promises where every pull goes through the call that takes many. */
@ExtendWith(PostgresExtension.class)
class PgCleanedLaneTogetherTest extends CleanedLaneContract {
  private final TestDatabase database;

  PgCleanedLaneTogetherTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return PgLaneStore.alwaysTogether(database);
  }
}
