package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.view.LaneDetail;
import dev.pixstream.core.store.view.LaneDetail.OpenStream;
import dev.pixstream.redis.link.Answers;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Redis knows of a lane, see sample.lua.
 *
 * @param queued confirmations that are on their way to the history
 * @param held empty: Redis does not have the lane
 */
public record LaneClaims(long queued, Optional<Held> held) {
  /** Of a lane that Redis does not have, or of a Redis that does not answer. */
  public static final LaneClaims UNKNOWN = new LaneClaims(0, Optional.empty());

  /** Of a lane that Redis does not have, where it has to be told in detail. */
  public static final Held NOTHING_HELD =
      new Held(0, 0, 0, 0, 0, OptionalLong.empty(), 0, 0, List.of(), List.of());

  private static final int STREAMS = 10;

  /**
   * Of a lane that is there.
   *
   * @param firstReturned where the first range begins that is open for redelivery
   * @param again messages delivered once more, as far as that is counted
   * @param lately and within 15 minutes
   * @param ranges returned ones, of a lane that is described in detail
   * @param open its streams, the oldest first, likewise
   */
  public record Held(
      long head,
      int streams,
      int waiting,
      long leased,
      long returned,
      OptionalLong firstReturned,
      long again,
      long lately,
      List<SeqRange> ranges,
      List<OpenStream> open) {
    public LaneDetail detail(long cleaned) {
      return new LaneDetail(cleaned, ranges, open);
    }
  }

  public static LaneClaims parse(Response lane) {
    return new LaneClaims(
        lane.get(0).toLong(),
        Answers.text(lane, 1).equals("-") ? Optional.empty() : Optional.of(held(lane)));
  }

  private static Held held(Response lane) {
    var first = Answers.text(lane, 6);
    List<OpenStream> open = new ArrayList<>();
    for (int i = STREAMS; i < lane.size(); i++) {
      open.add(stream(lane.get(i)));
    }
    open.sort(Comparator.comparingLong(OpenStream::number));
    return new Held(
        lane.get(1).toLong(),
        Answers.number(lane, 2),
        Answers.number(lane, 3),
        lane.get(4).toLong(),
        lane.get(5).toLong(),
        first.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(first)),
        lane.get(7).toLong(),
        lane.get(8).toLong(),
        ranges(Answers.text(lane, 9)),
        open);
  }

  /** A stream's number is the time when it was opened. */
  private static OpenStream stream(Response stream) {
    var owned = Answers.text(stream, 8);
    int iteration = Answers.number(stream, 1);
    var nonce = Answers.text(stream, 3);
    var opened = time(stream, 0);
    return new OpenStream(
        stream.get(0).toLong(),
        new IterationId(Answers.text(stream, 2)).digest(),
        nonce.equals("-") ? "" : nonce.split("\\.", 2)[0],
        opened,
        latest(opened, latest(time(stream, 4), time(stream, 5))),
        Answers.flag(stream, 6),
        iteration == 0 ? Optional.empty() : Optional.of(iteration),
        time(stream, 7),
        owned.isEmpty()
            ? 0
            : RangeText.parse(owned).stream().mapToInt(RangeText::redelivered).sum(),
        ranges(owned));
  }

  private static Instant time(Response stream, int place) {
    return Answers.instant(stream.get(place).toLong());
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Of texts that begin with {@code <from>-<to>:}, in order. */
  private static List<SeqRange> ranges(String texts) {
    List<SeqRange> ranges = new ArrayList<>();
    if (!texts.isEmpty()) {
      for (var text : texts.split(" ", -1)) {
        int dash = text.indexOf('-');
        long to = Long.parseLong(text.substring(dash + 1, text.indexOf(':')));
        ranges.add(new SeqRange(Long.parseLong(text.substring(0, dash)), to));
      }
    }
    ranges.sort(Comparator.comparingLong(SeqRange::from));
    return ranges;
  }
}
