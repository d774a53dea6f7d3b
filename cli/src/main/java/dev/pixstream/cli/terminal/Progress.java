package dev.pixstream.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells on stderr how far it is: one line that changes on a terminal, else a line now and then. */
public final class Progress implements AutoCloseable {

  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private String shown = "";
  private long shownNanos = System.nanoTime();

  public Progress(PrintWriter err) {
    this(err, Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  public Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  public synchronized void show(Supplier<String> line) {
    long now = System.nanoTime();
    if (now - shownNanos < (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
      return;
    }
    shownNanos = now;
    var text = line.get();
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    if (terminal) {
      err.print(CLEAR + text);
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** A line that stays. */
  public synchronized void say(String line) {
    err.println((terminal ? CLEAR : "") + line);
    err.flush();
  }

  /** Takes the changing line away. */
  @Override
  public synchronized void close() {
    if (terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
