package dev.pixstream.benchmark;

/** {@code benchmark/run WHAT [tiny]}: see METHOD.md. */
public final class Main {
  private static final String USAGE =
      "usage: benchmark/run speed | processing | wake | idle | start | backlog | lanes | transaction"
          + " | waiting | nodes [tiny]";

  private Main() {}

  /** Runs one measurement. With {@code tiny} it only shows that it works. */
  public static void main(String[] arguments) throws Exception {
    boolean tiny = arguments.length > 1 && arguments[1].equals("tiny");
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "speed" ->
          new SpeedBenchmark(System.out, tiny ? 1 : 5, tiny ? 120_000 : 400_000, tiny ? 1 : 6)
              .run();
      case "processing" ->
          new ProcessingBenchmark(System.out, tiny ? 1 : 5, tiny ? 120_000 : 600_000, tiny ? 1 : 4)
              .run();
      case "wake" -> new WakeBenchmark(System.out, tiny ? 200 : 5_000).run();
      case "idle" ->
          new IdleBenchmark(System.out, tiny ? 60 : 8_000, tiny ? 2 : 60, tiny ? 10 : 1_000).run();
      case "waiting" ->
          new IdleBenchmark(System.out, tiny ? 120 : 12_000, tiny ? 2 : 60, tiny ? 10 : 2_000)
              .run();
      case "backlog" -> new GrowthBenchmark(System.out, tiny).backlog();
      case "lanes" -> new GrowthBenchmark(System.out, tiny).lanes();
      case "transaction" -> new GrowthBenchmark(System.out, tiny).transaction();
      case "nodes" -> new GrowthBenchmark(System.out, tiny).nodes();
      case "start" -> new StartBenchmark(System.out, tiny ? 1 : 5).run();
      default -> {
        System.err.println(USAGE);
        System.exit(2);
      }
    }
  }
}
