package dev.pixstream.postgres.lanes;

import dev.pixstream.postgres.PgLaneStore;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.Oldest;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.StreamCoordinatorContract;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgStreamCoordinatorOldestTest extends StreamCoordinatorContract {
  private final TestDatabase database;

  PgStreamCoordinatorOldestTest(@Oldest TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
