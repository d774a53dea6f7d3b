package dev.pixstream.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.regex.Pattern;

/** Connections, and the names of institutions. */
final class Servers {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Pattern ISPB = Pattern.compile("[0-9A-Z]{8}");

  private Servers() {}

  static HttpClient client(PixAccess access) {
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    access.tls().ifPresent(client::sslContext);
    return client.build();
  }

  static String checkIspb(String ispb) {
    if (!ISPB.matcher(ispb).matches()) {
      throw new IllegalArgumentException("an ISPB must be 8 characters of 0-9 and A-Z");
    }
    return ispb;
  }
}
