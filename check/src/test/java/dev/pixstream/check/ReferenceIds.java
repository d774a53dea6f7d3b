package dev.pixstream.check;

import dev.pixstream.check.trial.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The iterationIds of the reference server, and whose they are. */
final class ReferenceIds {
  private final Fault fault;
  private final AtomicLong counter = new AtomicLong();
  private final Map<String, ReferenceStream> streams = new ConcurrentHashMap<>();

  ReferenceIds(Fault fault) {
    this.fault = fault;
  }

  String give(ReferenceStream stream) {
    var id =
        switch (fault) {
          case GUESSABLE_IDS -> "%012d".formatted(counter.incrementAndGet());
          case IDS_OF_13 -> Message.newIterationId() + "x";
          default -> Message.newIterationId();
        };
    streams.put(id, stream);
    return id;
  }

  @Nullable ReferenceStream find(String id) {
    return streams.get(id);
  }
}
