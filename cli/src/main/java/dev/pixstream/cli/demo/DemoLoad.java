package dev.pixstream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Progress;
import dev.pixstream.client.PixPublisher;
import dev.pixstream.client.PixStreamException;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Stores random messages over HTTP, made here, so that every one of them is known. */
final class DemoLoad {

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

  private final PixPublisher publisher;
  private final DemoTally tally;
  private final Progress progress;
  private final AtomicLong stored = new AtomicLong();
  private final PixMessageJson json = new PixMessageJson();

  private DemoLoad(PixPublisher publisher, DemoTally tally, Progress progress) {
    this.publisher = publisher;
    this.tally = tally;
    this.progress = progress;
  }

  /**
   * Stores so many for each of so many institutions.
   *
   * @throws CommandFailure if the server did not take them
   */
  static DemoTally store(
      URI server, int institutions, int messages, PrintWriter out, Progress progress)
      throws InterruptedException {
    var tally = new DemoTally();
    long startNanos = System.nanoTime();
    try (var publisher = new PixPublisher(server, GIVE_UP_AFTER);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var load = new DemoLoad(publisher, tally, progress);
      var tasks = new ArrayList<Future<?>>();
      for (var ispb : randomIspbs(institutions)) {
        tasks.add(
            threads.submit(
                () -> {
                  load.store(ispb, messages);
                  return ispb;
                }));
      }
      for (var task : tasks) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PixStreamException told
          ? CommandFailure.failed(String.valueOf(told.getMessage()))
          : new IllegalStateException(e.getCause());
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    out.println(
        String.format(
            Locale.ROOT,
            "Stored      %d messages for each of %d institutions in %.2f s",
            messages,
            institutions,
            seconds));
    out.flush();
    return tally;
  }

  private void store(Ispb ispb, int messages) throws InterruptedException {
    var generator = new MessageGenerator(new SplittableRandom(), InstantSource.system());
    for (int left = messages; left > 0; left -= PixPublisher.STORE_MAX) {
      var bodies = new ArrayList<String>();
      for (int i = 0; i < Math.min(left, PixPublisher.STORE_MAX); i++) {
        var message = generator.next(ispb);
        tally.stored(ispb.value(), message.endToEndId().value());
        bodies.add(new String(json.write(message), UTF_8));
      }
      publisher.store(ispb.value(), bodies);
      long soFar = stored.addAndGet(bodies.size());
      progress.show(() -> String.format(Locale.ROOT, "stored %d", soFar));
    }
  }

  /** New ones each time, so that a directory that is used again has nothing left for them. */
  private static Set<Ispb> randomIspbs(int number) {
    var random = new SplittableRandom();
    var ispbs = new HashSet<Ispb>();
    while (ispbs.size() < number) {
      ispbs.add(new Ispb(String.format(Locale.ROOT, "%08d", random.nextInt(100_000_000))));
    }
    return ispbs;
  }
}
