package dev.pixstream.server.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a fault does. */
public sealed interface Effect {
  /** The longest delay. */
  int DELAY_MAX_MS = 60_000;

  /** The largest Retry-After. */
  int RETRY_AFTER_MAX_S = 300;

  /** Its name in JSON and on the command line. */
  String text();

  /** The requests that it can happen to. */
  Set<Target> targets();

  /**
   * The request is served later.
   *
   * @param minMs the shortest delay
   * @param maxMs the longest; a random one between both
   */
  record Delay(int minMs, int maxMs) implements Effect {
    @Override
    public String text() {
      return "delay";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.allOf(Target.class);
    }
  }

  /** The request is answered with 429 and not served. A close is never throttled. */
  record Throttled(int retryAfterSeconds) implements Effect {
    @Override
    public String text() {
      return "throttled";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.of(Target.START, Target.PULL, Target.STORE);
    }
  }

  /** The request is answered with 503 and not served. */
  record Unavailable(int retryAfterSeconds) implements Effect {
    @Override
    public String text() {
      return "unavailable";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.allOf(Target.class);
    }
  }

  /**
   * The request is served, and the connection is closed instead of the response: the batch is
   * claimed, and the server takes it for sent.
   */
  record LostResponse() implements Effect {
    @Override
    public String text() {
      return "lost-response";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.allOf(Target.class);
    }
  }

  /**
   * The request is served, and a proxy in between answers in the server's place: 502 and a page of
   * its own, as it does when the connection to the server breaks off.
   */
  record BadGateway() implements Effect {
    @Override
    public String text() {
      return "bad-gateway";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.allOf(Target.class);
    }
  }

  /** The connection is closed in the middle of the response's body. */
  record CutBody() implements Effect {
    @Override
    public String text() {
      return "cut-body";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.allOf(Target.class);
    }
  }

  /**
   * The confirmation of a batch is lost with the stream, as in a crash of the store: 404, and the
   * batch is delivered again (contract, promises 4 and 6).
   */
  record Duplicate() implements Effect {
    @Override
    public String text() {
      return "duplicate";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.of(Target.PULL, Target.CLOSE);
    }
  }

  /** A batch is sent, and its lease ends so long after that (contract, promise 3). */
  record EndedLease(Duration after) implements Effect {
    @Override
    public String text() {
      return "ended-lease";
    }

    @Override
    public Set<Target> targets() {
      return EnumSet.of(Target.START, Target.PULL);
    }
  }
}
