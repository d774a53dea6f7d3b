package dev.pixstream.server.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** One institution's lane of the ICOM, and readers that know no more than its contract. */
record IcomLane(Service service, String ispb) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/mixed;boundary=([0-9a-f]{24})");

  /** What a reader got. */
  record Answer(int status, HttpResponse<byte[]> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String next() {
      return header("PI-Pull-Next");
    }

    /** As a reader sees it that unpacks whatever is marked as packed. */
    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
      if (!header("Content-Encoding").equals("gzip")) {
        return response.body();
      }
      try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Split as production readers do it, at the literal lines. */
    List<String> envelopes() {
      var boundary = BOUNDARY.matcher(header("Content-Type"));
      if (!boundary.matches()) {
        throw new AssertionError("Content-Type is " + header("Content-Type"));
      }
      var envelopes = new ArrayList<String>();
      for (var part : text().split("--" + boundary.group(1) + "(--)?\r\n", -1)) {
        int at = part.indexOf("Content-Type: application/xml;charset=utf-8\r\n\r\n");
        if (at > 0) {
          envelopes.add(part.substring(part.indexOf("\r\n\r\n") + 4, part.length() - 2));
        }
      }
      return envelopes;
    }
  }

  /** The envelope with this number. */
  static String envelope(int number) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<Envelope><Document>mensagem nº "
        + number
        + "</Document></Envelope>";
  }

  static String resourceId(int number) {
    return String.format(Locale.ROOT, "%032d", number);
  }

  /** Puts envelopes with these numbers at the end of the lane, as routing does. */
  void store(int from, int to) {
    var database = service.database();
    for (int i = from; i <= to; i++) {
      var part =
          "PI-ResourceId: "
              + resourceId(i)
              + "\r\nContent-Type: application/xml;charset=utf-8\r\n\r\n"
              + envelope(i);
      database.query(
          "SELECT inserted FROM pixstream.append('icom:%s', ARRAY['%s'], ARRAY[decode('%s', 'hex')])"
              .formatted(ispb, resourceId(i), hex(part)));
    }
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  String start() {
    return "/api/v1/out/" + ispb + "/stream/start";
  }

  Answer get(String path, String... headers) {
    return send("GET", path, headers);
  }

  Answer many(String path) {
    return get(path, "Accept", "multipart/mixed");
  }

  Answer delete(String path) {
    return send("DELETE", path);
  }

  Answer send(String method, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.node().port()).resolve(path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
