package dev.pixstream.check;

import dev.pixstream.check.exchange.Unmet;
import dev.pixstream.check.report.CheckResult;
import dev.pixstream.check.report.CheckVerdict;
import dev.pixstream.check.trial.Check;
import dev.pixstream.check.trial.CheckSettings;
import dev.pixstream.check.trial.CheckedServer;
import dev.pixstream.check.trial.Inapplicable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Runs checks, several at a time where each has lanes of its own. */
public final class Runner {
  private static final int AT_ONCE = 6;

  private final CheckSettings settings;

  /** Runs checks against that server. */
  public Runner(CheckSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs them all.
   *
   * @param listener is told of each result as soon as it and all before it are there
   * @return the results in the order of the checks
   */
  public List<CheckResult> run(List<Check> checks, Consumer<CheckResult> listener)
      throws InterruptedException {
    var turns = new Semaphore(settings.ispbs().isEmpty() ? AT_ONCE : 1, true);
    var results = new ArrayList<CheckResult>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<CheckResult>>();
      for (var check : checks) {
        running.add(threads.submit(() -> inTurn(turns, check)));
      }
      for (var future : running) {
        results.add(future.get());
        listener.accept(results.getLast());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return List.copyOf(results);
  }

  private CheckResult inTurn(Semaphore turns, Check check) throws InterruptedException {
    turns.acquire();
    try {
      return run(check);
    } finally {
      turns.release();
    }
  }

  private CheckResult run(Check check) throws InterruptedException {
    var target = new CheckedServer(settings);
    long startNanos = System.nanoTime();
    var verdict = verdict(check, target);
    var took = Duration.ofNanos(System.nanoTime() - startNanos);
    return new CheckResult(check, verdict, took, target.cleanUp());
  }

  private static CheckVerdict verdict(Check check, CheckedServer target)
      throws InterruptedException {
    try {
      check.run(target);
      return new CheckVerdict.Passed();
    } catch (Unmet e) {
      return new CheckVerdict.Failed(e.expected(), e.came(), target.evidence().last());
    } catch (Inapplicable e) {
      return new CheckVerdict.Skipped(e.reason());
    } catch (IOException e) {
      return new CheckVerdict.Failed(
          "a response of HTTP", String.valueOf(e.getMessage()), target.evidence().last());
    }
  }
}
