package dev.pixstream.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.client.PixPublisher;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * The lane of one test: nobody else stores into it, reads from it, or orders faults for it. May be
 * used by many threads.
 */
public final class PixLane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FAULTS = "/api/util/faults";

  private final URI url;
  private final String ispb;
  private final UtilClient http;
  private final MessageGenerator generator =
      new MessageGenerator(new SplittableRandom(), InstantSource.system());
  private final PixMessageJson json = new PixMessageJson();
  private final List<String> stored = new CopyOnWriteArrayList<>();
  private final Received received = new Received(this::stored);

  PixLane(URI url, String ispb) {
    this.url = url;
    this.ispb = ispb;
    this.http = new UtilClient(url);
  }

  /** Where the server listens. */
  public URI url() {
    return url;
  }

  /** The institution that receives: 8 digits. */
  public String ispb() {
    return ispb;
  }

  /**
   * Stores so many random messages at the end of the lane, in several requests if need be.
   *
   * @return their endToEndIds, in the order of the lane
   */
  public List<String> store(int number) throws InterruptedException {
    var ids = new ArrayList<String>();
    try (var publisher = new PixPublisher(url, PATIENCE)) {
      for (int left = number; left > 0; left -= PixPublisher.STORE_MAX) {
        var messages = new ArrayList<String>();
        for (int i = 0; i < Math.min(left, PixPublisher.STORE_MAX); i++) {
          var message = generator.next(new Ispb(ispb));
          ids.add(message.endToEndId().value());
          messages.add(new String(json.write(message), UTF_8));
        }
        // Before the server has them, so that no collector is quicker.
        stored.addAll(ids.subList(ids.size() - messages.size(), ids.size()));
        publisher.store(ispb, messages);
      }
    }
    return List.copyOf(ids);
  }

  /** The endToEndIds of all that this test has stored. */
  public List<String> stored() {
    return List.copyOf(stored);
  }

  /** What the collector under test has received: have it told, then ask whether it is all. */
  public Received received() {
    return received;
  }

  /**
   * Orders faults for this lane.
   *
   * @param seed with the same one, the n-th request that a fault applies to has the same fate
   * @throws IllegalArgumentException if the server finds something wrong with them
   */
  public void order(long seed, FaultOrder... orders) {
    var faults = new JsonArray();
    for (var order : orders) {
      faults.add(order.json().put("ispb", ispb));
    }
    http.send("POST", FAULTS, new JsonObject().put("seed", seed).put("faults", faults));
  }

  /** Does away with this lane's faults, so that from now on nothing goes wrong. */
  public void clearFaults() {
    http.send("DELETE", FAULTS + "?ispb=" + ispb, new JsonObject());
  }

  /**
   * This lane's faults and how often each has happened, in the order in which they were ordered.
   */
  public List<FaultCount> faults() {
    var faults = http.send("GET", FAULTS, new JsonObject()).getJsonArray("faults");
    return IntStream.range(0, faults.size())
        .mapToObj(faults::getJsonObject)
        .filter(fault -> ispb.equals(fault.getString("ispb")))
        .map(
            fault ->
                new FaultCount(
                    fault.getString("fault"), fault.getLong("seen"), fault.getLong("happened")))
        .toList();
  }

  /**
   * Waits until the server counts every stored message as confirmed.
   *
   * @throws AssertionError if one is not within that time; it names the first few
   */
  public void assertConfirmed(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    var open = stored();
    while (true) {
      open = open.stream().filter(id -> !isConfirmed(id)).toList();
      if (open.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not confirmed after " + within + ": " + Received.name(open));
      }
      Thread.sleep(20);
    }
  }

  private boolean isConfirmed(String endToEndId) {
    var view = http.send("GET", "/api/pix/" + ispb + "/messages/" + endToEndId, new JsonObject());
    var deliveries = view.getJsonArray("deliveries");
    return !deliveries.isEmpty()
        && "confirmed".equals(deliveries.getJsonObject(deliveries.size() - 1).getString("outcome"));
  }

  /** Clears the faults; the server has the messages until its end. */
  @Override
  public void close() {
    clearFaults();
    http.close();
  }
}
