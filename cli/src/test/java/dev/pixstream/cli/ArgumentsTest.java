package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve --prot 1                        | --prot
          serve --port abc                      | 0 to 65535
          serve --port 65536                    | 0 to 65535
          serve --wait 8                        | 500ms, 8s or 1m
          serve --wait 9s                       | 8000 ms
          serve --streams-max 7                 | 1 to 6
          serve --generator maybe               | [ON, OFF]
          serve --database-url mysql://a/b      | postgresql://user:password@host
          serve --config nothing.properties     | nothing.properties
          seed 123 5                            | 8 characters
          seed 12345678 0                       | at least 1
          seed 12345678                         | 'N'
          collect 12345678 --accept xml         | MULTIPART
          collect 12345678 --collectors 7       | 1 to 6 collectors
          collect 12345678 --url somewhere      | http://host:port
          collect 12345678 --max -1             | at least 1
          demo --institutions 0                 | 1 to 100
          demo --messages none                  | messages
          serve --retention 30                  | 500ms, 8s or 1m
          serve --retention 59m                 | 1h to 36500d
          serve --limits some                   | [DEFAULT, ICOM, OFF]
          serve --limit-pulls 10                | 750/s,3750
          serve --limit-stored 0/s              | 750/s,3750
          serve --limit-stream-pulls 5/s,       | 750/s,3750
          serve --limit-nodes 0                 | 1 to 1000
          serve --backlog-max 0                 | at least 1
          serve --requests-max 0                | --requests-max is 1 or more
          serve --waiting-max -1                | --waiting-max is 1 or more
          serve --head-timeout 10               | 500ms, 8s or 1m
          serve --body-timeout 1ms              | 100 ms to 3600000 ms
          serve --idle-timeout 2h               | 100 ms to 3600000 ms
          serve --write-timeout 0s              | 100 ms to 3600000 ms
          serve --database-timeout 2m           | 100 ms to 60000 ms
          serve --stop-delay 6m                 | 0 ms to 300000 ms
          serve --stop-within 2h                | 100 ms to 3600000 ms
          serve --management-port 65536         | 0 to 65535
          dlq                                   | list, show, replay, discard
          dlq lst                               | list, show, replay, discard
          dlq list --ispb 123                   | 8 characters
          dlq list --from today                 | 2026-01-02T03:04:05
          dlq show E320749862024022119277T3lEBbUM0z | --ispb
          dlq show --ispb 12345678 E1           | endToEndId
          dlq replay --ispb 12345678            | --all
          dlq replay --all                      | --ispb
          check somewhere                       | http://host:port
          check --only nothing                  | 'nothing'
          check --ispb 123                      | 8 characters
          check --lease 60                      | 500ms, 8s or 1m
          check --base-path pix                 | /api/pix
          check --header nothing                | Name: value
          fault                                 | add, list, clear
          fault add                             | FAULT or --script
          fault add cut-body --script x         | FAULT or --script
          fault add --script nothing.json       | nothing.json
          fault add delay --delay 5             | 500ms, 8s or 1m
          fault add cut-body --nth 0            | at least 1
          fault clear --ispb 12345678 1         | --ispb or ID
          serve --faults maybe                  | [ON, OFF]
          bench somewhere                       | http://host:port
          bench https://127.0.0.1:8080          | without TLS
          bench --rate 0                        | 0.1 to 1000000
          bench --rat 5                         | --rate
          bench --mode open                     | --rate
          bench --mode drain --rate 5           | --mode
          bench --mode store --messages 5       | --mode drain
          bench --lanes 5000 --collectors 6     | 25000
          bench --profile carnival              | record-day
          bench --multiple 2                    | --profile
          bench --duration 10ms                 | 1s to 24h
          bench --header nothing                | Name: value
          bench --pid 1                         | address
          bench http://127.0.0.1:1 --nodes 2    | --nodes
          bench compare a.json                  | B.json
          bench compare a.json b.json           | a.json
          bench report a.json                   | --html
          serve --host 0.0.0.0                  | --insecure
          serve --tls-cert server.pem           | --tls-key
          serve --client-ca ca.pem              | --tls-cert
          serve --token-issuer x                | --token-keys
          serve --insecure --api-keys keys      | does not go with
          key 12345678                          | --role
          key 12345678 --role boss              | collector, publisher, admin
          key --role collector                  | needs an ISPB
          certs                                 | DIR
          collect 12345678 --cert own.pem       | --key
          seed 12345678 1 --token-file a --api-key-file b | not both
          nothing                               | 'nothing'
          """)
  void wrong_arguments_are_named_in_one_line(String line, String expected) {
    var run = Run.of(directory, line.split(" ", -1));
    assertEquals(2, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains(expected), run.err());
    assertEquals("", run.out());
  }

  @Test
  void without_a_command_the_commands_are_named() {
    var run = Run.of(directory);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("serve, seed, collect, demo, dlq"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "seed", "collect", "demo", "check", "bench", "dlq", "fault"})
  void each_command_has_help_with_examples(String command) {
    var run = Run.of(directory, command, "--help");
    assertEquals(0, run.status());
    assertTrue(run.out().contains("Examples:\n  pixstream " + command), run.out());
    assertEquals(run.out(), Run.of(directory, "help", command).out());
  }

  @Test
  void the_version_is_that_of_the_build() {
    var run = Run.of(directory, "--version");
    assertEquals(0, run.status());
    assertTrue(run.out().matches("PixStream [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\s+"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed 12345678 1", "collect 12345678", "dlq list"})
  void an_unreachable_server_is_named_in_one_line(String line) {
    var run = Run.of(directory, (line + " --url http://127.0.0.1:1").split(" ", -1));
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains("http://127.0.0.1:1"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "check --json"})
  void an_unreachable_server_to_check_is_named_in_one_line(String line) {
    var run = Run.of(directory, (line + " http://127.0.0.1:1").split(" ", -1));
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains("can't reach a server at http://127.0.0.1:1"), run.err());
  }

  @Test
  void an_unreachable_database_is_named_without_its_password() {
    var url = "postgresql://pix:geheim@127.0.0.1:1/bank";
    var run = Run.of(directory, "serve", "--port", "0", "--database-url", url);
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains("127.0.0.1:1/bank"), run.err());
    assertFalse(run.err().contains("geheim"), run.err());
  }

  @Test
  void a_taken_port_is_told_before_a_database_is_made() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var data = directory.resolve("data");
      var run = Run.of(directory, "serve", "--port", port, "--data", data.toString());
      assertEquals(1, run.status());
      assertEquals(1, run.errLines().size(), run.err());
      assertTrue(run.err().contains("127.0.0.1:" + port + ": the port is taken"), run.err());
      assertFalse(Files.exists(data));
    }
  }
}
