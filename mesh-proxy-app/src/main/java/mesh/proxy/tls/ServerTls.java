package mesh.proxy.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Set;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.tls.DownstreamTlsConfig.Tickets;
import mesh.proxy.tls.peer.EnginePeers;
import mesh.proxy.tls.peer.PeerCheck;
import org.jspecify.annotations.Nullable;

/** TLS of one filter chain, with the certificates of this moment. Shared by all loops. */
final class ServerTls implements DownstreamTls, CertificateHolder {

  private final DownstreamTlsConfig config;
  private final TlsStats stats;
  private final TlsLibrary library;
  private final MaterialSource source;
  private final Set<CertificateHolder> live;
  private volatile @Nullable Current current;

  /** Swapped as a whole. */
  private record Current(TlsContext context, Material material) {}

  ServerTls(
      DownstreamTlsConfig config,
      TlsStats stats,
      TlsEnvironment environment,
      String owner,
      Set<CertificateHolder> live) {
    this.config = config;
    this.stats = stats;
    this.library = environment.library();
    this.live = live;
    var given = config.tickets() instanceof Tickets.Given(var keys) ? keys : null;
    this.source =
        new MaterialSource(
            environment,
            new MaterialSource.Wanted(owner, config.common(), given, config.ticketSecret()),
            this::update);
  }

  void start() {
    source.start();
    live.add(this);
  }

  @Override
  public void install(Channel channel, ConnectionInfo info) {
    Current now = current;
    if (now == null) {
      NotReadyHandler.install(channel, info, stats);
      return;
    }
    var expectation = new EnginePeers.Expectation(now.material().check(), List.of(), "");
    SslHandler handler = now.context().newHandler(channel.alloc(), expectation, "");
    if (config.clientCiphersFirst()) {
      EngineFacts.preferClientCiphers(handler.engine());
    }
    channel
        .pipeline()
        .addFirst(new HandshakeRecorder(handler, now.context(), expectation, info, stats, ""))
        .addFirst(handler);
  }

  @Override
  public boolean isReady() {
    return current != null;
  }

  @Override
  public boolean isSettled() {
    return source.isSettled();
  }

  @Override
  public @Nullable CertificatesInUse certificates() {
    Current now = current;
    return now == null ? null : CertificatesInUse.of(now.material());
  }

  @Override
  public void close() {
    source.close();
    live.remove(this);
  }

  private void update(Material material) {
    PeerCheck check = material.check();
    List<byte[]> tickets =
        config.tickets() instanceof Tickets.Off
            ? null
            : material.tickets() == null ? List.of() : material.tickets();
    TlsContext context =
        TlsContext.server(
            new TlsContext.ServerSettings(
                library,
                config.common().parameters(),
                config.common().alpn(),
                material.credentials(),
                config.fullScan(),
                clientAuth(check),
                check.anchors(),
                tickets,
                config.sessionCache(),
                (int) Math.min(Integer.MAX_VALUE, config.sessionTimeout().toSeconds())));
    if (current != null) {
      stats.updated();
    }
    current = new Current(context, material);
  }

  private ClientAuth clientAuth(PeerCheck check) {
    if (config.requireCertificate() || check.needsCertificate()) {
      return ClientAuth.REQUIRE;
    }
    return check.asksForCertificate() ? ClientAuth.OPTIONAL : ClientAuth.NONE;
  }
}
