package dev.pixstream.benchmark;

/**
 * {@code benchmark/run speed | processing | wake | idle | console | start [tiny]}: see METHOD.md.
 */
public final class Main {
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
      case "idle" -> new IdleBenchmark(System.out, tiny ? 60 : 8_000, tiny ? 2 : 60).run();
      case "console" -> new ConsoleBenchmark(System.out, 20, tiny ? 2 : 30).run();
      case "start" -> new StartBenchmark(System.out, tiny ? 1 : 5).run();
      default -> {
        System.err.println(
            "usage: benchmark/run speed | processing | wake | idle | console | start [tiny]");
        System.exit(2);
      }
    }
  }
}
