package dev.pixstream.cli.fault;

import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Faults on order, to test collectors. */
@Command(
    name = "fault",
    description = "Orders, lists and clears faults, to test collectors. Needs serve --faults on.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {FaultAddCommand.class, FaultListCommand.class, FaultClearCommand.class},
    footer = {
      "",
      "Faults: delay, throttled (429), unavailable (503), lost-response, bad-gateway (502),",
      "cut-body, duplicate, ended-lease. docs/faults.md says what each does.",
      "",
      "Examples:",
      "  pixstream fault add lost-response --ispb 12345678 --nth 3",
      "  pixstream fault add delay --delay 50ms --delay-max 2s --probability 0.1 --on start,pull",
      "  pixstream fault add --script faults.json",
      "  pixstream fault list",
      "  pixstream fault clear --ispb 12345678"
    })
public final class FaultCommand {
  static final String PATH = "/api/util/faults";

  private FaultCommand() {}

  /** Writes the active faults, one a line. */
  static void print(JsonObject answer, Optional<Ispb> ispb, boolean json, PrintWriter out) {
    var faults = answer.getJsonArray("faults");
    for (int i = 0; i < faults.size(); i++) {
      var fault = faults.getJsonObject(i);
      if (ispb.isEmpty() || ispb.get().value().equals(fault.getString("ispb"))) {
        out.println(json ? fault.encode() : line(fault));
      }
    }
    out.flush();
  }

  private static String line(JsonObject fault) {
    return fault.stream().map(FaultCommand::word).collect(Collectors.joining(" "));
  }

  private static String word(Map.Entry<String, Object> member) {
    return switch (member.getKey()) {
      case "id", "fault" -> member.getValue().toString();
      default ->
          member.getKey()
              + "="
              + (member.getValue() instanceof JsonArray several
                  ? several.stream().map(Object::toString).collect(Collectors.joining(","))
                  : member.getValue());
    };
  }
}
