package dev.pixstream.benchmark.suite.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pixstream.check.http.ResponseReader;
import dev.pixstream.check.http.ResponseView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * One kept connection that sends a request and reads its response, with as little work as can be:
 * what is measured is the server, not its client.
 */
public final class KeptConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 30_000;

  private final String version;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ResponseReader reader = new ResponseReader();

  public KeptConnection(Endpoint endpoint) throws IOException {
    this(endpoint, "");
  }

  /** To one lane, with what its server wants to see. */
  public KeptConnection(Endpoint endpoint, String lane) throws IOException {
    version = " HTTP/1.1\r\nHost: localhost\r\n" + endpoint.header(lane);
    var plain = new Socket();
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(TIMEOUT_MS);
    plain.connect(endpoint.address(), TIMEOUT_MS);
    socket =
        endpoint.tls().isPresent()
            ? endpoint.tls().get().createSocket(plain, "localhost", endpoint.port(), true)
            : plain;
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Sends a request without a body. */
  public ResponseView get(String path, String accept) throws IOException {
    out.write(("GET " + path + version + "Accept: " + accept + "\r\n\r\n").getBytes(US_ASCII));
    return reader.read(in);
  }

  /** Sends a request with or without a JSON body. */
  public ResponseView send(String method, String path, byte[] json) throws IOException {
    var head =
        (method
                + " "
                + path
                + version
                + "Content-Type: application/json\r\nContent-Length: "
                + json.length
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    var request = new byte[head.length + json.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(json, 0, request, head.length, json.length);
    out.write(request);
    return reader.read(in);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
