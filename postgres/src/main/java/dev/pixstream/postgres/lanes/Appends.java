package dev.pixstream.postgres.lanes;

import static java.util.stream.Collectors.groupingBy;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.archive.LaneArchive.Appended;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import dev.pixstream.postgres.link.Answer;
import dev.pixstream.postgres.link.Batcher;
import dev.pixstream.postgres.link.ByteGate;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Deadlines;
import dev.pixstream.postgres.link.Rows;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Stores messages. Small appends that come at the same time wait for the disk together; large ones
 * go side by side.
 */
public final class Appends {
  private static final int SMALL_MAX = 20;
  private static final String APPEND_ALL =
      "SELECT inserted, duplicates, conflict, backlog, nodes, maxes, tail, epoch"
          + " FROM pixstream.append_all($1, $2, $3, $4, $5, $6)";

  /** Of payloads that are on their way to PostgreSQL in large calls. */
  private static final long BYTES_MAX = 6L << 20;

  private final Calls storing;
  private final Deadlines deadlines;
  private final ByteGate gate = new ByteGate(BYTES_MAX);
  private final long backlogMax;
  private final Batcher<Append, Appended> small;

  /** Messages that are stored together or not at all, lane by lane. */
  private record Append(List<Part> parts) {
    static Append of(List<NewMessage> messages) {
      var lanes =
          messages.stream()
              .collect(groupingBy(NewMessage::lane, LinkedHashMap::new, Collectors.toList()));
      return new Append(
          lanes.entrySet().stream().map(lane -> new Part(lane.getKey(), lane.getValue())).toList());
    }

    long bytes() {
      return parts.stream()
          .flatMap(part -> part.messages().stream())
          .mapToLong(message -> message.payload().bytes().length)
          .sum();
    }
  }

  private record Part(LaneId lane, List<NewMessage> messages) {}

  public Appends(Calls storing, Deadlines deadlines, long backlogMax) {
    this.storing = storing;
    this.deadlines = deadlines;
    this.backlogMax = backlogMax;
    this.small =
        new Batcher<>(deadlines, Batcher.callsOfMachine(), append -> false, this::all, late -> {});
  }

  CompletionStage<Appended> append(List<NewMessage> messages) {
    var append = Append.of(messages);
    return messages.size() <= SMALL_MAX ? small.ask(append) : alone(append);
  }

  /** In time, also while it waits for its turn. */
  private CompletionStage<Appended> alone(Append append) {
    var asked = deadlines.<Appended>start();
    gate.pass(append.bytes(), () -> asked.isOver() ? asked.outcome() : alone(append, asked));
    return asked.outcome();
  }

  private CompletionStage<Appended> alone(Append append, Deadlines.Call<Appended> asked) {
    return CompletableFuture.completedFuture(append)
        .thenCompose(only -> all(List.of(only), late -> {}))
        .thenApply(answers -> answers.getFirst().value())
        .whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                asked.succeed(stored);
              } else {
                asked.fail(failure);
              }
            });
  }

  private CompletionStage<List<Answer<Appended>>> all(
      List<Append> appends, Consumer<List<Answer<Appended>>> late) {
    var groups = new ArrayList<Integer>();
    var lanes = new ArrayList<String>();
    var counts = new ArrayList<Integer>();
    var ids = new ArrayList<String>();
    var payloads = new ArrayList<Buffer>();
    for (int i = 0; i < appends.size(); i++) {
      for (var part : appends.get(i).parts()) {
        groups.add(i);
        lanes.add(part.lane().value());
        counts.add(part.messages().size());
        for (var message : part.messages()) {
          ids.add(message.key().value());
          payloads.add(Buffer.buffer(message.payload().bytes()));
        }
      }
    }
    var parameters =
        Tuple.of(
            lanes.toArray(String[]::new),
            counts.toArray(Integer[]::new),
            ids.toArray(String[]::new),
            payloads.toArray(Buffer[]::new),
            backlogMax,
            groups.toArray(Integer[]::new));
    return storing.all(APPEND_ALL, parameters, rows -> outcomes(appends, rows.iterator()), late);
  }

  private List<Answer<Appended>> outcomes(List<Append> appends, Iterator<Row> rows) {
    var outcomes = new ArrayList<Answer<Appended>>();
    for (var append : appends) {
      var own = append.parts().stream().map(_ -> rows.next()).toList();
      outcomes.add(Answer.of(() -> appended(append.parts(), own)));
    }
    return outcomes;
  }

  private Appended appended(List<Part> parts, List<Row> rows) {
    var stored = new ArrayList<AppendOutcome.Part>();
    var tails = new HashMap<LaneId, Tail>();
    for (int i = 0; i < rows.size(); i++) {
      var lane = parts.get(i).lane();
      var row = rows.get(i);
      var refusal = refusal(lane, row);
      if (refusal.isPresent()) {
        return new Appended(refusal.get(), Map.of());
      }
      int inserted = row.getInteger("inserted");
      stored.add(
          new AppendOutcome.Part(
              lane, inserted, row.getInteger("duplicates"), Rows.arrival(row, inserted)));
      if (inserted > 0) {
        tails.put(lane, Rows.laneTail(row));
      }
    }
    return new Appended(new AppendOutcome.Stored(stored), tails);
  }

  private Optional<AppendOutcome> refusal(LaneId lane, Row row) {
    var conflict = row.getString("conflict");
    var backlog = row.getLong("backlog");
    return conflict != null
        ? Optional.of(new AppendOutcome.Conflict(lane, new MessageKey(conflict)))
        : Optional.ofNullable(backlog)
            .map(waiting -> new AppendOutcome.Full(lane, waiting, backlogMax));
  }
}
