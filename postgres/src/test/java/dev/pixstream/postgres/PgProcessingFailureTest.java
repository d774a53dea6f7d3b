package dev.pixstream.postgres;

import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.ProcessingFailureContract;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgProcessingFailureTest extends ProcessingFailureContract {
  private final TestDatabase database;

  PgProcessingFailureTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
