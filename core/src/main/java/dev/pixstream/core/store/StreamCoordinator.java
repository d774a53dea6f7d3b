package dev.pixstream.core.store;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Streams, claims and leases of all lanes: who may have which messages. Each operation is atomic
 * and one call to the store; time is the store's.
 *
 * <p>A lane is the log of one ISPB's messages, numbered 1, 2, 3 … A batch is one delivery attempt
 * of a range of it: it carries the id it gave out, the stream that leases it, when the lease ends,
 * and how the attempt ended. The head of a lane is the end of its newest first attempt. Ranges
 * whose attempt ended without confirmation are returned: open for redelivery, and claimed before
 * anything new. So each message is always in exactly one place: beyond the head, in one leased
 * batch, returned, or confirmed. That is the invariant <em>partition</em>; every operation keeps
 * it.
 *
 * <p>Fencing: whatever acts for a stream names its iterationId, and an id that no longer stands for
 * the stream's present changes nothing; that is an outcome, not an exception. A pull looks first
 * for a batch that this very id asked for; only if there is none does it confirm and claim. So two
 * requests with the same id never claim twice, whichever nodes they reach.
 *
 * <p>Every stage fails with {@link StoreUnavailableException} when the store can't be reached in
 * time. The operation may then have taken place; asking again is safe.
 */
public interface StreamCoordinator {
  /**
   * Opens a stream, if one of the lane's slots is free, and makes its first claim. If none is free,
   * streams whose lease has ended make room.
   */
  CompletionStage<Pulled> open(PullRequest request);

  /**
   * Confirms the batch that gave out this id and claims the next one.
   *
   * @param again the request has waited and looks once more: it claims only if no newer one took
   *     its place
   */
  CompletionStage<Pulled> pull(PullRequest request, boolean again);

  /**
   * Closes the stream: its latest id confirms the last batch, its previous one puts that batch
   * back.
   */
  CompletionStage<CloseOutcome> close(LaneId lane, IterationId id);

  /**
   * The response with this batch could not be written: the batch stays leased, but only for a
   * grace. If it was sent again since, nothing changes.
   */
  CompletionStage<Void> grace(LaneId lane, PullOutcome.Delivered batch);

  /** A waiting request went away without a batch; its stream's lease runs from now. */
  CompletionStage<Void> leave(LaneId lane, Nonce nonce);

  /**
   * Extends the leases of requests that wait on without a query.
   *
   * @return those that are renewed; the place of the others was taken, or their stream has ended
   */
  CompletionStage<Set<Nonce>> renew(List<Renewal> renewals);

  /** Lanes that have a stream whose lease has ended, at most so many. */
  CompletionStage<List<LaneId>> due(int lanesMax);

  /** Ends the lane's streams whose lease has ended and puts their batches back. */
  CompletionStage<Expiry> expire(LaneId lane);

  /**
   * Of these lanes, those that have messages to deliver, and how many, counted up to some bound.
   */
  CompletionStage<Map<LaneId, Integer>> backlog(Collection<LaneId> lanes);
}
