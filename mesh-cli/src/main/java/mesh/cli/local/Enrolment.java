package mesh.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the authority, over REST, for what a workload needs to get its first certificate. */
public final class Enrolment {

  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
  private static final int TIMEOUT_MILLIS = 10_000;

  /** The identity of Pilot. */
  static final String PILOT = "spiffe://cluster.local/ns/istio-system/sa/mesh-pilot";

  private final URI authority;
  private final String adminToken;

  /**
   * Asks this authority.
   *
   * @param authority its HTTP address
   * @param adminToken the file in which it keeps the administrator's token
   */
  public Enrolment(URI authority, Path adminToken) throws IOException {
    this.authority = authority;
    this.adminToken = Files.readString(adminToken).strip();
  }

  /**
   * Writes what Pilot and the proxies of a topology need: {@code root.pem}, a {@code NAME.token}
   * for each, and the {@code NAME.yaml} that each proxy is started with.
   *
   * @param topology folder with {@code mesh.properties}
   * @param pilot where Pilot serves with mTLS, HOST:PORT
   * @param ttl of the tokens
   */
  public void writeAll(Path topology, String pilot, String ttl, Path to) throws IOException {
    writeAll(Topology.read(topology), pilot, ttl, to);
  }

  void writeAll(Topology topology, String pilot, String ttl, Path to) throws IOException {
    bundle(to.resolve("root.pem"));
    token(PILOT, ttl, to.resolve("pilot.token"));
    for (Map.Entry<String, Sidecar> proxy : topology.proxies().entrySet()) {
      token(proxy.getValue().spiffeId(), ttl, to.resolve(proxy.getKey() + ".token"));
      Files.writeString(to.resolve(proxy.getKey() + ".yaml"), proxy.getValue().bootstrap(pilot));
    }
  }

  /** Writes the certificate of the root of trust, PEM. */
  private void bundle(Path file) throws IOException {
    HttpURLConnection connection = open("/api/v1/bundle");
    Files.writeString(file, answer(connection));
  }

  /**
   * Writes a join token, for the owner alone.
   *
   * @param identity that it is good for: {@code spiffe://...}
   * @param ttl such as {@code 10m}
   */
  private void token(String identity, String ttl, Path file) throws IOException {
    HttpURLConnection connection = open("/api/v1/tokens");
    connection.setRequestMethod("POST");
    connection.setRequestProperty("content-type", "application/json");
    connection.setRequestProperty("authorization", "Bearer " + adminToken);
    connection.setDoOutput(true);
    String wish = "{\"identity\": \"" + identity + "\", \"ttl\": \"" + ttl + "\"}";
    try (OutputStream body = connection.getOutputStream()) {
      body.write(wish.getBytes(UTF_8));
    }
    String text = answer(connection);
    Matcher token = TOKEN.matcher(text);
    if (!token.find()) {
      throw new IOException("the authority's answer has no token: " + text);
    }
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, token.group(1) + "\n");
  }

  private HttpURLConnection open(String path) throws IOException {
    var connection = (HttpURLConnection) authority.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }

  private static String answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream body =
        status < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), UTF_8);
      if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
        throw new IOException(
            "the authority answers %d to %s: %s".formatted(status, connection.getURL(), text));
      }
      return text;
    }
  }
}
