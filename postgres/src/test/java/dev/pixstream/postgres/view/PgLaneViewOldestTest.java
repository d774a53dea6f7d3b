package dev.pixstream.postgres.view;

import dev.pixstream.postgres.PgLaneStore;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.LaneViewContract;
import dev.pixstream.testkit.Oldest;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgLaneViewOldestTest extends LaneViewContract {
  private final TestDatabase database;

  PgLaneViewOldestTest(@Oldest TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
