package dev.pixstream.redis.link;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what several scripts answer alike, and writes times as they take them. */
public final class Answers {
  private Answers() {}

  public static String text(Response answer, int place) {
    return answer.get(place).toString();
  }

  public static int number(Response answer, int place) {
    return answer.get(place).toInteger();
  }

  public static boolean flag(Response answer, int place) {
    return number(answer, place) != 0;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  public static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  /** As scripts take it. */
  public static String micros(Duration time) {
    return Long.toString(time.toNanos() / 1_000);
  }

  /** What was ended first, if anything was: the last of an answer, from this place on. */
  public static Expiry expiry(Response answer, int from) {
    return answer.size() > from
        ? new Expiry(number(answer, from), arrival(answer, number(answer, from + 1), from + 2))
        : Expiry.NONE;
  }

  /** Tail and epoch, one after the other, from this place on. */
  public static Tail tail(Response answer, int from) {
    return new Tail(answer.get(from).toLong(), answer.get(from + 1).toLong());
  }

  /** Who waits: node and how many messages it takes, one after the other, from this place on. */
  public static Arrival arrival(Response answer, int messages, int from) {
    List<Arrival.Waiting> waiting = new ArrayList<>();
    for (int i = from; i + 1 < answer.size(); i += 2) {
      waiting.add(new Arrival.Waiting(text(answer, i), number(answer, i + 1)));
    }
    return new Arrival(messages, waiting);
  }
}
