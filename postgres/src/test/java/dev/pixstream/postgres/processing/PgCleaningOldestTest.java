package dev.pixstream.postgres.processing;

import dev.pixstream.testkit.Oldest;
import dev.pixstream.testkit.TestDatabase;

class PgCleaningOldestTest extends PgCleaningTest {
  PgCleaningOldestTest(@Oldest TestDatabase database) {
    super(database);
  }
}
