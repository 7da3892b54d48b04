package mesh.proxy.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.peer.EnginePeers;
import org.jspecify.annotations.Nullable;

/** TLS of one cluster, with the certificates of this moment. Shared by all loops. */
final class ClientTls implements UpstreamTls, CertificateHolder {

  private final UpstreamTlsConfig config;
  private final Stats scope;
  private final TlsEnvironment environment;
  private final MaterialSource source;
  private final Set<CertificateHolder> live;
  private final List<Offer> offers = new CopyOnWriteArrayList<>();
  private final Offer plain;
  private volatile @Nullable Material material;
  private volatile @Nullable TlsStats stats; // made with the first connection

  ClientTls(
      UpstreamTlsConfig config,
      Stats stats,
      TlsEnvironment environment,
      String owner,
      Set<CertificateHolder> live) {
    this.config = config;
    this.scope = stats;
    TlsStats.declare(stats);
    this.environment = environment;
    this.live = live;
    this.plain = new Offer(config.common().alpn());
    this.source =
        new MaterialSource(
            environment,
            new MaterialSource.Wanted(owner, config.common(), null, null),
            this::update);
    offers.add(plain);
  }

  void start() {
    source.start();
    live.add(this);
  }

  @Override
  public void install(Channel channel, ConnectionInfo info, TlsTarget target) {
    plain.install(channel, info, target);
  }

  @Override
  public UpstreamTls offering(List<String> protocols) {
    if (!config.common().alpn().isEmpty() || protocols.isEmpty()) {
      return this;
    }
    Offer known = offer(protocols);
    return known == null ? newOffer(protocols) : known;
  }

  private @Nullable Offer offer(List<String> protocols) {
    for (Offer offer : offers) {
      if (offer.alpn.equals(protocols)) {
        return offer;
      }
    }
    return null;
  }

  private synchronized Offer newOffer(List<String> protocols) {
    Offer known = offer(protocols);
    if (known != null) {
      return known;
    }
    var offer = new Offer(List.copyOf(protocols));
    if (material != null) {
      offer.update(material);
    }
    offers.add(offer);
    return offer;
  }

  @Override
  public boolean isReady() {
    return plain.isReady();
  }

  @Override
  public boolean isSettled() {
    return source.isSettled();
  }

  @Override
  public @Nullable CertificatesInUse certificates() {
    Material now = material;
    return now == null ? null : CertificatesInUse.of(now);
  }

  @Override
  public void close() {
    source.close();
    live.remove(this);
  }

  private TlsStats stats() {
    TlsStats made = stats;
    if (made == null) {
      made = TlsStats.upstream(scope);
      stats = made;
    }
    return made;
  }

  private synchronized void update(Material fresh) {
    boolean again = material != null;
    offers.forEach(offer -> offer.update(fresh));
    material = fresh;
    if (again) {
      stats().updated();
    }
  }

  /** The same with one list of protocols. */
  private final class Offer implements UpstreamTls {

    private final List<String> alpn;
    private volatile @Nullable Current current;

    /** Swapped as a whole. */
    private record Current(TlsContext context, Material material) {}

    Offer(List<String> alpn) {
      this.alpn = alpn;
    }

    void update(Material material) {
      var settings =
          new TlsContext.ClientSettings(
              environment.library(),
              config.common().parameters(),
              alpn,
              material.credentials(),
              config.resumes());
      current = new Current(environment.contexts().of(settings), material);
    }

    @Override
    public void install(Channel channel, ConnectionInfo info, TlsTarget target) {
      Current now = current;
      if (now == null) {
        NotReadyHandler.install(channel, info, stats());
        return;
      }
      String name = serverName(target);
      var expectation =
          new EnginePeers.Expectation(now.material().check(), target.verifyNames(), name);
      SslHandler handler =
          now.context()
              .newHandler(
                  channel.alloc(), expectation, sessionKey(info.remote(), name, expectation));
      EngineFacts.sendServerName(handler.engine(), name);
      channel
          .pipeline()
          .addFirst(new HandshakeRecorder(handler, now.context(), expectation, info, stats(), name))
          .addFirst(handler);
    }

    @Override
    public UpstreamTls offering(List<String> protocols) {
      return ClientTls.this.offering(protocols);
    }

    @Override
    public boolean isReady() {
      return current != null;
    }

    @Override
    public boolean isSettled() {
      return ClientTls.this.isSettled();
    }

    @Override
    public @Nullable CertificatesInUse certificates() {
      return ClientTls.this.certificates();
    }

    @Override
    public void close() {
      ClientTls.this.close();
    }
  }

  private String serverName(TlsTarget target) {
    if (!target.serverName().isEmpty()) {
      return target.serverName();
    }
    return config.hostNameFirst() && !target.hostName().isEmpty()
        ? target.hostName()
        : config.serverName();
  }

  // Begins with "/", so that no engine takes it for a host name. What was verified is part of it.
  private static String sessionKey(
      SocketAddress remote, String serverName, EnginePeers.Expectation expectation) {
    return "/"
        + remote
        + ' '
        + serverName
        + ' '
        + System.identityHashCode(expectation.check())
        + ' '
        + expectation.names();
  }
}
