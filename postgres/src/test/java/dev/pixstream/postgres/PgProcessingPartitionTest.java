package dev.pixstream.postgres;

import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.ProcessingPartitionContract;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgProcessingPartitionTest extends ProcessingPartitionContract {
  private final TestDatabase database;

  PgProcessingPartitionTest(TestDatabase database) {
    this.database = database;
  }

  /** Each take has a horizon of its own, so that one that hides something would show. */
  @Override
  protected LaneStore newStore() {
    return new PgLaneStore(database, Duration.ZERO);
  }
}
