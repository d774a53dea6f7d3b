package dev.pixstream.server.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors: the look of a woken request fails, as if its connection had just been lost. */
@ContractTest(worker = false)
final class FailedQueryTest {
  /** Looks fail this often; a sequence knows of them also after the rollback. */
  private static final String FAIL =
      """
      CREATE SEQUENCE public.looks;
      ALTER FUNCTION pixstream.pull_all RENAME TO pull_all_usually;
      CREATE FUNCTION pixstream.pull_all(
          text[], text[], text[], integer[], text[], bigint[], boolean[], integer[], integer, integer
      ) RETURNS TABLE (
          place integer, outcome text, iteration_id text, payloads bytea[], redelivered integer, lease_until timestamptz,
          supplanted boolean, stream bigint, stored_at timestamptz,
          expired integer, messages integer, nodes text[], maxes integer[]
      ) LANGUAGE plpgsql AS $$
      BEGIN
          IF nextval('public.looks') <= FAILURES THEN
              RAISE 'cut off' USING ERRCODE = 'lock_not_available';
          END IF;
          RETURN QUERY SELECT * FROM pixstream.pull_all_usually($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
      END
      $$
      """;

  private static final String MEND =
      """
      DROP SEQUENCE public.looks;
      DROP FUNCTION pixstream.pull_all;
      ALTER FUNCTION pixstream.pull_all_usually RENAME TO pull_all;
      """;

  private final Service service;

  FailedQueryTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Tag("errors.11")
  void who_waited_is_served_by_the_next_look_or_told_that_the_store_is_away(int failures) {
    var lane = service.lane();
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);
    service.database().execute(FAIL.replace("FAILURES", Integer.toString(failures)));
    try {
      lane.store(1, 1);
      var answer = Answer.of(waiting);
      if (failures == 1) {
        answer.assertBatch(1, 1);
      } else {
        answer.assertProblem(503, "unavailable");
      }
    } finally {
      service.database().execute(MEND);
    }
    // Nobody knows the id of a stream whose start was answered 503: it is closed.
    Until.holds(() -> service.openStreams(lane) == (failures == 1 ? 1 : 0));
  }
}
