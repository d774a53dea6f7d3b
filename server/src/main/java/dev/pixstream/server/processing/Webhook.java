package dev.pixstream.server.processing;

import dev.pixstream.core.processing.PartialFailure;
import dev.pixstream.core.processing.PaymentProcessor;
import dev.pixstream.core.processing.PermanentFailure;
import dev.pixstream.core.store.queue.Payment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * POSTs each payment, its canonical bytes, to a configured address, so that a user needs no Java.
 * {@code Idempotency-Key} is the endToEndId: a payment may come more than once. Payments of a job
 * are sent a few at a time, in no order that can be relied on.
 *
 * <p>2xx: done. 4xx but 408, 425 and 429: it goes to the dead letters. All else, redirects among
 * it, and no answer in time: it is sent again later.
 */
public final class Webhook implements PaymentProcessor {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Optional<Target> target = Optional.empty();

  /** Where it goes, once it is configured. */
  private record Target(WebhookSettings settings, Signature signature, HttpClient http) {}

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void configure(Map<String, String> given) {
    var settings = WebhookSettings.of(given);
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .executor(threads)
            .build();
    target = Optional.of(new Target(settings, new Signature(settings.secret()), http));
  }

  @Override
  public void process(List<Payment> payments) throws Exception {
    var to = target.orElseThrow();
    var turns = new Semaphore(to.settings().parallel());
    List<Callable<Optional<Exception>>> posts =
        payments.stream()
            .<Callable<Optional<Exception>>>map(payment -> () -> post(to, turns, payment))
            .toList();
    Map<Long, Exception> failures = new HashMap<>();
    // An interrupt cancels what has not been answered.
    var answers = threads.invokeAll(posts);
    for (int i = 0; i < payments.size(); i++) {
      long seq = payments.get(i).seq();
      answers.get(i).get().ifPresent(failure -> failures.put(seq, failure));
    }
    if (!failures.isEmpty()) {
      throw new PartialFailure(failures);
    }
  }

  @Override
  public void close() {
    target.ifPresent(to -> to.http().shutdownNow());
    threads.shutdownNow();
  }

  private static Optional<Exception> post(Target to, Semaphore turns, Payment payment)
      throws InterruptedException {
    turns.acquire();
    try {
      return judge(send(to, payment));
    } catch (IOException e) {
      return Optional.of(e);
    } finally {
      turns.release();
    }
  }

  private static Optional<Exception> judge(int status) {
    if (status / 100 == 2) {
      return Optional.empty();
    }
    var answered = "the webhook answered " + status;
    boolean passing = status / 100 != 4 || status == 408 || status == 425 || status == 429;
    return Optional.of(passing ? new IOException(answered) : new PermanentFailure(answered));
  }

  /** The status. The timeout bounds the whole exchange, also a body that never ends. */
  private static int send(Target to, Payment payment) throws IOException, InterruptedException {
    var settings = to.settings();
    var body = payment.payload().bytes();
    var request =
        settings
            .url()
            .request()
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", payment.key().value())
            .header(Signature.HEADER, to.signature().of(Instant.now(), body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var answer = to.http().sendAsync(request, BodyHandlers.discarding());
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer in " + settings.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException known) {
        throw known;
      }
      throw new IOException("the request failed", e.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
