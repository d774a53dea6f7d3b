package dev.pixstream.benchmark.suite;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code benchmark/run WHAT [tiny]}: see METHOD.md. */
public final class Main {
  private static final String ALL = "all";

  private Main() {}

  /** Runs one measurement, or all. With {@code tiny} they only show that they work. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(System.out, System.err, arguments));
  }

  /** The exit code: 2 if the arguments are wrong, and then nothing was started. */
  static int run(PrintStream out, PrintStream err, String... arguments) throws Exception {
    var words = List.of(arguments);
    boolean tiny = words.size() > 1 && words.get(1).equals("tiny");
    var all = Measurement.all(out, tiny);
    var complaint = complaint(words, all.keySet(), tiny);
    if (complaint.isPresent()) {
      err.println(complaint.get());
      err.println(
          "usage: benchmark/run %s | all [tiny]".formatted(String.join(" | ", all.keySet())));
      return 2;
    }
    boolean every = words.getFirst().equals(ALL);
    for (var each : all.entrySet()) {
      if (every) {
        out.println("== " + each.getKey());
      }
      if (every || words.getFirst().equals(each.getKey())) {
        each.getValue().run();
      }
    }
    return 0;
  }

  private static Optional<String> complaint(List<String> words, Set<String> known, boolean tiny) {
    if (words.isEmpty()) {
      return Optional.of("Name what is to be measured.");
    }
    var what = words.getFirst();
    if (!what.equals(ALL) && !known.contains(what)) {
      return Optional.of("There is no measurement '" + what + "'.");
    }
    return words.stream()
        .skip(tiny ? 2 : 1)
        .findFirst()
        .map(word -> "Unexpected argument '" + word + "': only 'tiny' may follow, once.");
  }
}
