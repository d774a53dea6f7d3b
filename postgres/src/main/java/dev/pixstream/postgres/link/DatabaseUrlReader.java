package dev.pixstream.postgres.link;

import dev.pixstream.core.text.PercentEncoding;
import io.vertx.pgclient.SslMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the address of a database by the rules of libpq, and refuses what PixStream can't take. */
final class DatabaseUrlReader {
  private static final String FORM =
      "a database URL has the form postgresql://user:password@host:port/db?sslmode=require, or several"
          + " host:port with commas between them; in a name or"
          + " password / ? # @ : , [ ] & = and % are percent-encoded";

  private static final Pattern WHOLE =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<account>[^/?#@]*)@)?(?<host>[^/?#@]*)(?:/(?<db>[^/?#@]*))?"
              + "(?:\\?(?<parameters>[^#@]*))?");

  private static final Pattern HOST =
      Pattern.compile("(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[^:\\[\\]]*))(?::(?<port>\\d{0,5}))?");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]+");

  private static final Set<String> TAKEN =
      Set.of(
          "host",
          "port",
          "user",
          "password",
          "dbname",
          "sslmode",
          "sslrootcert",
          "target_session_attrs");

  private static final int HOSTS_MAX = 10;
  private static final int PORT = 5432;
  private static final int PORT_MAX = 65_535;

  private DatabaseUrlReader() {}

  static DatabaseUrl read(String url) {
    var whole = WHOLE.matcher(url);
    if (!whole.matches()) {
      throw new IllegalArgumentException(FORM);
    }
    var parameters = parameters(Optional.ofNullable(whole.group("parameters")).orElse(""));
    var account = Optional.ofNullable(whole.group("account")).orElse("").split(":", 2);
    var user = named(parameters, "user", account[0]).orElseGet(DatabaseUrlReader::userOfSystem);
    var database =
        named(parameters, "dbname", Optional.ofNullable(whole.group("db")).orElse("")).orElse(user);
    var roots = Optional.ofNullable(parameters.get("sslrootcert"));
    requireReadable(roots);
    var mode = sslMode(parameters, roots);
    DatabaseTls.require(mode, roots);
    return new DatabaseUrl(
        hosts(whole.group("host"), parameters),
        user,
        named(parameters, "password", account.length > 1 ? account[1] : "").orElse(""),
        database,
        mode,
        roots);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (var each : text.split("&", -1)) {
      if (each.isEmpty() && text.isEmpty()) {
        break;
      }
      int equal = each.indexOf('=');
      var name = decoded(equal < 0 ? each : each.substring(0, equal));
      if (equal < 0 || name.isEmpty()) {
        throw new IllegalArgumentException(FORM);
      }
      if (!TAKEN.contains(name)) {
        throw new IllegalArgumentException(
            "the database URL has the parameter "
                + printable(name)
                + ", which PixStream does not take; it takes host, port, user, password, dbname,"
                + " sslmode, sslrootcert and target_session_attrs");
      }
      if (parameters.putIfAbsent(name, decoded(each.substring(equal + 1))) != null) {
        throw new IllegalArgumentException("the database URL has " + name + " twice");
      }
    }
    var session = parameters.getOrDefault("target_session_attrs", "read-write");
    if (!session.equals("read-write") && !session.equals("primary")) {
      throw new IllegalArgumentException(
          "target_session_attrs is read-write or primary: PixStream writes");
    }
    return parameters;
  }

  private static String userOfSystem() {
    var name = System.getProperty("user.name", "?");
    if (name.isEmpty() || name.equals("?")) {
      throw new IllegalArgumentException(
          "the database URL names no user, and that of the system has no name");
    }
    return name;
  }

  /** The parameter, or what comes before the question mark; nothing if both are empty. */
  private static Optional<String> named(
      Map<String, String> parameters, String parameter, String encoded) {
    return Optional.ofNullable(parameters.get(parameter))
        .or(() -> Optional.of(decoded(encoded)))
        .filter(value -> !value.isEmpty());
  }

  /** As many ports as hosts, or one for all; an empty one is the usual one. */
  private static List<DatabaseHost> hosts(String authority, Map<String, String> parameters) {
    List<String> names = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (var each : authority.split(",", -1)) {
      var form = HOST.matcher(each);
      if (!form.matches()) {
        throw new IllegalArgumentException(FORM);
      }
      names.add(form.group("six") == null ? decoded(form.group("host")) : form.group("six"));
      ports.add(Optional.ofNullable(form.group("port")).orElse(""));
    }
    names = list(parameters, "host").orElse(names);
    ports = list(parameters, "port").orElse(ports);
    if (names.size() > HOSTS_MAX) {
      throw new IllegalArgumentException("a database URL names at most " + HOSTS_MAX + " hosts");
    }
    if (ports.size() != 1 && ports.size() != names.size()) {
      throw new IllegalArgumentException(
          "the database URL names " + ports.size() + " ports for " + names.size() + " hosts");
    }
    List<DatabaseHost> hosts = new ArrayList<>();
    for (int place = 0; place < names.size(); place++) {
      hosts.add(host(names.get(place), ports.get(ports.size() == 1 ? 0 : place)));
    }
    return hosts;
  }

  private static Optional<List<String>> list(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name))
        .filter(value -> !value.isEmpty())
        .map(value -> List.of(value.split(",", -1)));
  }

  private static DatabaseHost host(String name, String port) {
    if (name.isEmpty() || name.startsWith("/") || name.startsWith("@")) {
      throw new IllegalArgumentException(
          "PixStream reaches its database over TCP, not over a Unix socket"
              + (name.isEmpty() ? ": the database URL names no host" : ": " + printable(name)));
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(printable(name) + " is not the name of a host");
    }
    int number = port.isEmpty() ? PORT : port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    if (number < 1 || number > PORT_MAX) {
      throw new IllegalArgumentException("the port of a database is 1 to " + PORT_MAX);
    }
    return new DatabaseHost(name, number);
  }

  /** Where {@code require} is given authorities to trust, it verifies by them. */
  private static SslMode sslMode(Map<String, String> parameters, Optional<String> roots) {
    var name = parameters.getOrDefault("sslmode", "prefer");
    try {
      var mode = SslMode.of(name);
      return mode == SslMode.REQUIRE && roots.isPresent() ? SslMode.VERIFY_CA : mode;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "sslmode is disable, allow, prefer, require, verify-ca or verify-full", e);
    }
  }

  private static void requireReadable(Optional<String> file) {
    if (file.isPresent() && !Files.isReadable(Path.of(file.get()))) {
      throw new IllegalArgumentException("sslrootcert: can't read " + printable(file.get()));
    }
  }

  private static String decoded(String text) {
    try {
      return PercentEncoding.decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the database URL: " + e.getMessage(), e);
    }
  }

  /** For a message of one line. */
  private static String printable(String text) {
    var ascii = text.replaceAll("[^ -~]", "?");
    return ascii.length() > 60 ? ascii.substring(0, 60) + "…" : ascii;
  }
}
