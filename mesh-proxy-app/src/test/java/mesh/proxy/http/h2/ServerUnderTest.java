package mesh.proxy.http.h2;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.stats.Stats;

/** A server connection with a scripted client at its other end. */
final class ServerUnderTest {

  final Http2Stats stats = Http2Stats.of(Stats.root());
  final List<StreamEncoder> responses = new ArrayList<>();
  final List<Told> requests = new ArrayList<>();
  final ConnectionInfo info = Peer.info();
  final Peer client;
  private Http2ServerConnection connection;

  ServerUnderTest(Http2Config config, long... clientSettings) {
    client =
        Peer.client(
            worker -> {
              connection =
                  new Http2ServerConnection(
                      config,
                      stats,
                      response -> {
                        responses.add(response);
                        var told = new Told();
                        requests.add(told);
                        return told;
                      },
                      worker,
                      info);
              return connection;
            },
            clientSettings);
    client.settingsAck();
  }

  Http2ServerConnection connection() {
    return connection;
  }

  /** What the newest request was told since the last time. */
  List<String> told() {
    return requests.getLast().take();
  }

  /** The encoder of the newest request. */
  StreamEncoder response() {
    return responses.getLast();
  }

  void answer(int status, String... fields) {
    Headers head = Headers.response(status);
    for (int at = 0; at < fields.length; at += 2) {
      head.add(fields[at], fields[at + 1]);
    }
    response().writeHead(head, true);
  }
}
