package dev.pixstream.postgres.lanes;

import dev.pixstream.postgres.PgLaneStore;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.StreamCoordinatorContract;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same promises where every pull goes through the call that takes many. */
@ExtendWith(PostgresExtension.class)
class PgStreamCoordinatorTogetherTest extends StreamCoordinatorContract {
  private final TestDatabase database;

  PgStreamCoordinatorTogetherTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return PgLaneStore.alwaysTogether(database);
  }
}
