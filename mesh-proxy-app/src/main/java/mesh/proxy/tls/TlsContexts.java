package mesh.proxy.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import mesh.proxy.file.FileWatch;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.secret.Secrets;

/** All TLS contexts of the process. Contexts are made on cold threads; they serve all loops. */
public final class TlsContexts {

  private final TlsEnvironment environment;
  private final Set<CertificateHolder> live = ConcurrentHashMap.newKeySet();

  /**
   * The live set.
   *
   * @param millisClock since the epoch; a fake one in tests
   */
  public TlsContexts(Secrets secrets, FileWatch files, LongSupplier millisClock) {
    this(TlsLibrary.available(), secrets, files, millisClock);
  }

  TlsContexts(TlsLibrary library, Secrets secrets, FileWatch files, LongSupplier millisClock) {
    this.environment =
        new TlsEnvironment(
            library, secrets, files, new PeerChecks(millisClock), new ClientContexts());
  }

  /**
   * TLS of a filter chain; close it with the chain.
   *
   * @param owner name of the listener, for the log
   * @param stats scope of the listener: {@code listener.0.0.0.0_443.}
   * @throws mesh.config.InvalidConfigException if a certificate cannot be loaded
   */
  public DownstreamTls downstream(DownstreamTlsConfig config, String owner, Stats stats) {
    var tls = new ServerTls(config, TlsStats.downstream(stats), environment, owner, live);
    tls.start();
    return tls;
  }

  /**
   * TLS of a cluster; close it with the cluster.
   *
   * @param owner name of the cluster, for the log
   * @param stats scope of the cluster: {@code cluster.backend.}
   * @throws mesh.config.InvalidConfigException if a certificate cannot be loaded
   */
  public UpstreamTls upstream(UpstreamTlsConfig config, String owner, Stats stats) {
    var tls = new ClientTls(config, stats, environment, owner, live);
    tls.start();
    return tls;
  }

  /** Certificates of all contexts, equal ones once. */
  public List<CertificatesInUse> inUse() {
    List<CertificatesInUse> all = new ArrayList<>();
    for (CertificateHolder one : live) {
      CertificatesInUse certificates = one.certificates();
      if (certificates != null && !all.contains(certificates)) {
        all.add(certificates);
      }
    }
    return all;
  }
}
