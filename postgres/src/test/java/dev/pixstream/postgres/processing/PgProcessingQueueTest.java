package dev.pixstream.postgres.processing;

import dev.pixstream.postgres.PgLaneStore;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.ProcessingQueueContract;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgProcessingQueueTest extends ProcessingQueueContract {
  private final TestDatabase database;

  PgProcessingQueueTest(TestDatabase database) {
    this.database = database;
  }

  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database);
  }
}
