package dev.pixstream.cli.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The variables of the process. An empty one counts as not set, as <code>${NAME:-}</code> in a
 * compose file gives it.
 */
public record Environment(Map<String, String> variables) {
  private static final String PREFIX = "PIXSTREAM_";

  /** The launcher's own. */
  private static final Set<String> LAUNCHER =
      Set.of("PIXSTREAM_HEAP", "PIXSTREAM_BENCH_HEAP", "PIXSTREAM_JAVA_OPTS");

  /** Kubernetes gives every pod such variables for each Service, here for one named pixstream. */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "PIXSTREAM_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+:[0-9]{1,5}");

  /** What a variable is set to. */
  Optional<String> find(String variable) {
    return Optional.ofNullable(variables.get(variable))
        .filter(value -> !value.isBlank() && !isAddressOfAService(variable, value));
  }

  /**
   * What is left aside: that of a Service, and what may be a slip of the pen.
   *
   * @param known the variables that are settings
   */
  List<String> remarks(Set<String> known) {
    var remarks = new ArrayList<String>();
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if (known.contains(name) && isAddressOfAService(name, value)) {
                remarks.add(
                    name + "=" + value + " is the address of a service, not a setting: left aside");
              } else if (isUnknown(name, value, known)) {
                remarks.add(name + " is no setting; pixstream settings lists them all");
              }
            });
    return List.copyOf(remarks);
  }

  private static boolean isUnknown(String name, String value, Set<String> known) {
    return name.startsWith(PREFIX)
        && !known.contains(name)
        && !LAUNCHER.contains(name)
        && !OF_A_SERVICE.matcher(name).matches()
        && !isAddressOfAService(name, value);
  }

  private static boolean isAddressOfAService(String name, String value) {
    return name.endsWith("_PORT") && ADDRESS.matcher(value).matches();
  }
}
