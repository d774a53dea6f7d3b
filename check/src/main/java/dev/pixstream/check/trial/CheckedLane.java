package dev.pixstream.check.trial;

import dev.pixstream.check.exchange.Pending;
import dev.pixstream.check.exchange.Request;
import dev.pixstream.check.exchange.Response;
import dev.pixstream.check.exchange.Unmet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One institution's lane as a check uses it. It notes what it stored and what streams it has seen,
 * so that it can be left as it was found.
 */
public final class CheckedLane {
  public static final String MANY = "multipart/json";
  public static final String ONE = "application/json";

  private static final int THROTTLED_MAX = 5;

  private final CheckedServer target;
  private final String ispb;
  private final List<String> pullNexts = new ArrayList<>();
  private final Map<String, List<String>> cameWith = new HashMap<>();
  private final Set<String> unconfirmed = new LinkedHashSet<>();

  public CheckedLane(CheckedServer target, String ispb) {
    this.target = target;
    this.ispb = ispb;
  }

  public String ispb() {
    return ispb;
  }

  public String startPath() {
    return streamPath("start");
  }

  public String streamPath(String iterationId) {
    return target.settings().basePath() + "/" + ispb + "/stream/" + iterationId;
  }

  public String messagesPath() {
    return target.settings().basePath() + "/" + ispb + "/messages";
  }

  /** Stores new messages in one request, and returns them in their order. */
  public List<Message> store(int number) throws IOException, InterruptedException {
    return store(Stream.generate(() -> Message.to(ispb)).limit(number).toList());
  }

  public Message storeOne() throws IOException, InterruptedException {
    return store(1).getFirst();
  }

  public List<Message> store(List<Message> messages) throws IOException, InterruptedException {
    var response = post(Message.array(messages));
    for (int i = 0; response.status() == 429 && i < THROTTLED_MAX; i++) {
      target.pauseAsTold(response);
      response = post(Message.array(messages));
    }
    Expect.status(201, "POST " + messagesPath(), response);
    expectToCome(Message.ids(messages));
    return messages;
  }

  /** Notes messages that the server has got in another way. */
  public synchronized void expectToCome(Collection<String> ids) {
    unconfirmed.addAll(ids);
  }

  public Response post(String body) throws IOException, InterruptedException {
    return target.send(Request.postJson(messagesPath(), body));
  }

  /** Opens a stream and expects a batch of up to ten. */
  public CheckedBatch start() throws IOException, InterruptedException {
    return batch(startPath(), MANY);
  }

  /** Confirms a batch and expects the next one. */
  public CheckedBatch pull(CheckedBatch before) throws IOException, InterruptedException {
    return batch(before.next(), MANY);
  }

  public CheckedBatch batch(String path, String accept) throws IOException, InterruptedException {
    var response = get(path, accept);
    // To a start a 429 may also say that all streams are open: that is no reason to try again.
    for (int i = 0;
        response.status() == 429 && i < THROTTLED_MAX && !path.equals(startPath());
        i++) {
      target.pauseAsTold(response);
      response = get(path, accept);
    }
    return CheckedBatch.of(path, response);
  }

  public Response get(String path, String accept) throws IOException, InterruptedException {
    return begin(path, accept).await();
  }

  /** Asks, and lets the answer come when it will. */
  public Pending begin(String path, String accept) throws IOException {
    return target.begin(Request.get(path).accept(accept), response -> noteAnswer(path, response));
  }

  /** Confirms a batch and closes its stream. */
  public void close(CheckedBatch last) throws IOException, InterruptedException {
    Expect.status(200, "DELETE " + last.next(), delete(last.next()));
  }

  public Response delete(String path) throws IOException, InterruptedException {
    var response = target.send(Request.delete(path));
    if (response.status() == 200) {
      confirmed(path);
    }
    if (response.status() == 200 || response.status() == 410) {
      forget(path);
    }
    return response;
  }

  /** Notes what an answer to a start or pull tells of streams and messages. */
  public synchronized void noteAnswer(String path, Response response) {
    if (response.status() == 200 || response.status() == 204) {
      confirmed(path);
      response
          .pullNext()
          .ifPresent(
              next -> {
                pullNexts.remove(next);
                pullNexts.add(next);
                cameWith.putIfAbsent(next, ids(response));
              });
    }
  }

  private static List<String> ids(Response response) {
    try {
      return response.status() == 200 ? CheckedBatch.of("", response).ids() : List.of();
    } catch (Unmet _) {
      return List.of();
    }
  }

  private synchronized void confirmed(String path) {
    cameWith.getOrDefault(path, List.of()).forEach(unconfirmed::remove);
  }

  private synchronized void forget(String path) {
    pullNexts.remove(path);
  }

  private synchronized List<String> newestFirst() {
    return List.copyOf(pullNexts).reversed();
  }

  private synchronized int left() {
    return unconfirmed.size();
  }

  /** Closes the streams and takes out what was stored. Returns what is left; empty if nothing. */
  public String cleanUp() throws InterruptedException {
    try {
      closeAll();
      drain();
      closeAll();
    } catch (IOException | Unmet e) {
      return left() == 0 ? "" : describe(String.valueOf(e.getMessage()));
    }
    return left() == 0 ? "" : describe("they did not come");
  }

  /** Closes every stream. */
  public void closeAll() throws IOException, InterruptedException {
    // The newest id of a stream comes before its older ones, which then confirm nothing.
    for (var path : newestFirst()) {
      var _ = delete(path);
    }
  }

  private String describe(String reason) {
    return String.format(
        Locale.ROOT, "lane %s has %d messages of this check: %s", ispb, left(), reason);
  }

  private void drain() throws IOException, InterruptedException {
    var path = startPath();
    int throttled = 0;
    while (left() > 0) {
      var pending = begin(path, MANY);
      if (!pending.answersWithin(target.drainPatience())) {
        pending.abandon();
        return;
      }
      var response = pending.await();
      if (response.status() == 429 && throttled++ < THROTTLED_MAX) {
        target.pauseAsTold(response);
        continue;
      }
      if (response.status() != 200) {
        return;
      }
      path = CheckedBatch.of(path, response).next();
      if (left() == cameWithSize(path)) {
        // What is left is what came last, and closing confirms it.
        Expect.status(200, "DELETE " + path, delete(path));
        return;
      }
    }
  }

  private synchronized int cameWithSize(String path) {
    return (int)
        cameWith.getOrDefault(path, List.of()).stream().filter(unconfirmed::contains).count();
  }
}
