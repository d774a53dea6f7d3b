package dev.pixstream.postgres;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.archive.LaneArchive.Appended;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Stores messages. Small appends that come at the same time wait for the disk together; large ones
 * go side by side.
 */
final class Appends {
  private static final int SMALL_MAX = 20;
  private static final String APPEND_ALL =
      "SELECT inserted, duplicates, conflict, backlog, nodes, maxes, tail, epoch"
          + " FROM pixstream.append_all($1, $2, $3, $4, $5)";

  /** Of payloads that are on their way to PostgreSQL in large calls. */
  private static final long BYTES_MAX = 6L << 20;

  private final Calls storing;
  private final Deadlines deadlines;
  private final ByteGate gate = new ByteGate(BYTES_MAX);
  private final long backlogMax;
  private final Batcher<Append, Appended> small;

  private record Append(Ispb ispb, List<NewMessage> messages) {
    long bytes() {
      return messages.stream().mapToLong(message -> message.payload().bytes().length).sum();
    }
  }

  Appends(Calls storing, Deadlines deadlines, long backlogMax) {
    this.storing = storing;
    this.deadlines = deadlines;
    this.backlogMax = backlogMax;
    this.small =
        new Batcher<>(deadlines, Batcher.callsOfMachine(), append -> false, this::all, late -> {});
  }

  CompletionStage<Appended> append(Ispb ispb, List<NewMessage> messages) {
    var append = new Append(ispb, messages);
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
    var ispbs = new ArrayList<String>();
    var counts = new ArrayList<Integer>();
    var ids = new ArrayList<String>();
    var payloads = new ArrayList<Buffer>();
    for (var append : appends) {
      ispbs.add(append.ispb().value());
      counts.add(append.messages().size());
      for (var message : append.messages()) {
        ids.add(message.key().value());
        payloads.add(Buffer.buffer(message.payload().bytes()));
      }
    }
    var parameters =
        Tuple.of(
            ispbs.toArray(String[]::new),
            counts.toArray(Integer[]::new),
            ids.toArray(String[]::new),
            payloads.toArray(Buffer[]::new),
            backlogMax);
    return storing.all(APPEND_ALL, parameters, this::outcomes, late);
  }

  private List<Answer<Appended>> outcomes(Iterable<Row> rows) {
    var outcomes = new ArrayList<Answer<Appended>>();
    rows.forEach(
        row -> outcomes.add(Answer.of(() -> new Appended(outcome(row), Rows.laneTail(row)))));
    return outcomes;
  }

  private AppendOutcome outcome(Row row) {
    var conflict = row.getString("conflict");
    if (conflict != null) {
      return new AppendOutcome.Conflict(new MessageKey(conflict));
    }
    var backlog = row.getLong("backlog");
    if (backlog != null) {
      return new AppendOutcome.Full(backlog, backlogMax);
    }
    int inserted = row.getInteger("inserted");
    return new AppendOutcome.Stored(
        inserted, row.getInteger("duplicates"), Rows.arrival(row, inserted));
  }
}
