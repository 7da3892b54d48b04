package mesh.e2e.differential;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that follows a script and remembers what it was sent. */
final class Upstream implements Closeable {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Case.Server script;
  private final @Nullable ServerSocket server;
  private final @Nullable Socket placeholder; // bound and deaf: its port refuses connections
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  Upstream(Case.Server script) throws IOException {
    this.script = script;
    if (script.refused()) {
      server = null;
      placeholder = new Socket();
      placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } else {
      placeholder = null;
      server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> accept(server));
    }
  }

  int port() {
    return server != null
        ? server.getLocalPort()
        : Objects.requireNonNull(placeholder).getLocalPort();
  }

  /** What came in until now, one fact a line. */
  List<String> seen(String name) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      if (peer.received().length == 0 && script.connection().isEmpty()) {
        continue; // connected in vain, because the request was over already: no part of a contract
      }
      // With bytes on the way, a close by the proxy may look like a reset.
      Peer.Fate fate = peer.fate() == Peer.Fate.RESET ? Peer.Fate.CLOSED : peer.fate();
      lines.add("upstream %s connection %d %s".formatted(name, i + 1, fate));
      List<String> content =
          script.http2() ? Http2.seen(peer.received(), true) : requests(peer.received());
      lines.addAll(Seen.indented(content));
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    peers.forEach(Peer::close);
    if (server != null) {
      server.close();
    }
    if (placeholder != null) {
      placeholder.close();
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Peer peer = new Peer(listening.accept());
        peers.add(peer);
        Thread.ofVirtual().start(() -> serve(peer));
      }
    } catch (IOException e) {
      // closed at the end of the case
    }
  }

  private void serve(Peer peer) {
    for (Step step : script.connection()) {
      peer.perform(step, LONG);
    }
    if (script.requests().isEmpty()) {
      return;
    }
    if (script.http2()) {
      new Http2Server(peer, this::next).serve();
    } else {
      serveRequests(peer);
    }
  }

  private void serveRequests(Peer peer) {
    int from = 0;
    while (true) {
      int start = from;
      if (!peer.await(bytes -> Http1.requestHead(tail(bytes, start)) != null, LONG)) {
        return;
      }
      Http1.Message head = Http1.requestHead(tail(peer.received(), start));
      if (head == null) {
        return;
      }
      int bodyStart = start + headLength(tail(peer.received(), start));
      List<Step> steps = next();
      if (!steps.contains(new Step.HeadOnly()) && !awaitBody(peer, head, bodyStart)) {
        return;
      }
      steps.forEach(step -> peer.perform(step, LONG));
      if (!awaitBody(peer, head, bodyStart)) {
        return;
      }
      from = bodyStart + Http1.requestLength(head, tail(peer.received(), bodyStart));
    }
  }

  private List<Step> next() {
    int index = requests.getAndIncrement();
    return script.requests().get(Math.min(index, script.requests().size() - 1));
  }

  private static boolean awaitBody(Peer peer, Http1.Message head, int from) {
    return peer.await(bytes -> Http1.requestBody(head, tail(bytes, from)).complete(), LONG);
  }

  private static List<String> requests(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    byte[] rest = bytes;
    while (rest.length > 0) {
      Http1.Message head = Http1.requestHead(rest);
      if (head == null) {
        lines.add("\"" + Wire.shown(rest) + "\"");
        break;
      }
      rest = tail(rest, headLength(rest));
      lines.addAll(Seen.message(Http1.requestBody(head, rest)));
      rest = tail(rest, Http1.requestLength(head, rest));
    }
    return lines;
  }

  private static int headLength(byte[] bytes) {
    for (int i = 3; i < bytes.length; i++) {
      if (bytes[i - 3] == '\r'
          && bytes[i - 2] == '\n'
          && bytes[i - 1] == '\r'
          && bytes[i] == '\n') {
        return i + 1;
      }
    }
    return bytes.length;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
  }
}
