package mesh.proxy.filter.listener.tlsinspector;

import io.netty.buffer.ByteBuf;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.Found;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.Incomplete;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.NotTls;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.TooLarge;

/**
 * Waits for the first handshake message, or for the first byte that is none. Shared: it has no
 * state.
 */
final class TlsInspectorFilter implements ListenerFilter {

  private final TlsInspectorStats stats;

  TlsInspectorFilter(TlsInspectorStats stats) {
    this.stats = stats;
  }

  @Override
  public Verdict onBytes(ByteBuf data, ConnectionInfo info) {
    return switch (ClientHello.read(data)) {
      case Incomplete wait -> Verdict.NEED_MORE;
      case TooLarge tooLarge -> {
        stats.clientHelloTooLarge().increment();
        yield Verdict.CLOSE;
      }
      case NotTls plain -> {
        stats.tlsNotFound().increment();
        stats.bytesProcessed().record(data.readableBytes());
        yield Verdict.DONE;
      }
      case Found(String serverName, List<String> protocols) -> {
        found(info, serverName, protocols);
        stats.bytesProcessed().record(data.readableBytes());
        yield Verdict.DONE;
      }
    };
  }

  private void found(ConnectionInfo info, String serverName, List<String> protocols) {
    stats.tlsFound().increment();
    info.transportProtocol("tls");
    if (serverName.isEmpty()) {
      stats.sniNotFound().increment();
    } else {
      stats.sniFound().increment();
      info.serverName(serverName);
    }
    if (protocols.isEmpty()) {
      stats.alpnNotFound().increment();
    } else {
      stats.alpnFound().increment();
      info.offeredProtocols(protocols);
    }
  }
}
