package dev.pixstream.check.trial;

import dev.pixstream.check.exchange.Evidence;
import dev.pixstream.check.exchange.Pending;
import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.exchange.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The server as one check sees it: its lanes, and every exchange kept as evidence. */
public final class CheckedServer {
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  private final CheckSettings settings;
  private final Wire wire;
  private final Evidence evidence = new Evidence();
  private final List<CheckedLane> lanes = new ArrayList<>();

  public CheckedServer(CheckSettings settings) {
    this.settings = settings;
    this.wire = new Wire(settings.url(), settings.headers(), settings.tls(), settings.waitMax());
  }

  public CheckSettings settings() {
    return settings;
  }

  public Evidence evidence() {
    return evidence;
  }

  public Duration drainPatience() {
    return DRAIN_PATIENCE;
  }

  /** A lane that no other check uses now. */
  public CheckedLane lane() {
    var given = settings.ispbs();
    if (!given.isEmpty() && lanes.size() >= given.size()) {
      throw new Inapplicable("needs " + (lanes.size() + 1) + " ISPBs to use");
    }
    var lane = new CheckedLane(this, given.isEmpty() ? Message.newIspb() : given.get(lanes.size()));
    lanes.add(lane);
    return lane;
  }

  public Response send(Request request) throws IOException, InterruptedException {
    return begin(request).await();
  }

  public Pending begin(Request request) throws IOException {
    return begin(request, response -> {});
  }

  /** Sends a request; whoever is given is told of the response before anybody else. */
  public Pending begin(Request request, Consumer<Response> onResponse) throws IOException {
    int number = evidence.sent(request.toString());
    return wire.send(
        request,
        response -> {
          evidence.came(number, response.toString());
          onResponse.accept(response);
        });
  }

  /** Sends what is not even HTTP. */
  public Pending beginBytes(String what, byte[] bytes) throws IOException {
    int number = evidence.sent(what);
    return wire.sendBytes(bytes, response -> evidence.came(number, response.toString()));
  }

  /** Lets time pass, where it is time that is checked. */
  public void pause(Duration time) throws InterruptedException {
    var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void pauseAsTold(Response throttled) throws InterruptedException {
    var seconds = throttled.header("Retry-After").filter(s -> s.matches("[0-9]{1,4}")).orElse("1");
    var told = Duration.ofSeconds(Math.max(1, Long.parseLong(seconds)));
    pause(told.compareTo(PAUSE_MAX) < 0 ? told : PAUSE_MAX);
  }

  /** Leaves the lanes as they were found. Returns what could not be cleaned up. */
  public String cleanUp() throws InterruptedException {
    var left = new ArrayList<String>();
    for (var lane : lanes) {
      left.add(lane.cleanUp());
    }
    left.removeIf(String::isEmpty);
    return String.join("; ", left);
  }
}
