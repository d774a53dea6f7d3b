package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.schema.Migrations;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class NewTokenTest {

  @Test
  @Tag("processing.3")
  void tokens_do_not_come_again_when_a_crash_sets_their_sequence_back(TestDatabase database) {
    Migrations.run(DatabaseUrl.parse(database.url()));
    var tokens = new ArrayList<String>();
    for (int crash = 0; crash < 3; crash++) {
      tokens.addAll(
          database.query("SELECT pixstream.new_token() FROM generate_series(1, 5000) AS token"));
      database.execute("ALTER SEQUENCE pixstream.token_part RESTART");
    }
    assertEquals(15_000, new HashSet<>(tokens).size());
  }
}
