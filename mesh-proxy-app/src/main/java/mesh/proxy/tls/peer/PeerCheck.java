package mesh.proxy.tls.peer;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of peers' certificates. Immutable but for a memory of peers that passed; shared by
 * all loops.
 *
 * <p>A chain that passed is remembered until the first of its certificates expires, so that a peer
 * that connects again costs a look-up instead of signatures.
 */
public final class PeerCheck {

  /** Asks for nothing: whoever connects may. */
  public static final PeerCheck NONE =
      new PeerCheck(new Anyone(), Wanted.NOTHING, System::currentTimeMillis);

  private final Trust trust;
  private final Wanted wanted;
  private final LongSupplier millisClock;
  private final PassedPeers passed = new PassedPeers();

  /** Where trust begins. */
  public sealed interface Trust permits Anyone, Anchored, SpiffeTrust {}

  /** No anchors: chains are not looked at. */
  public record Anyone() implements Trust {}

  /** One set of anchors for all. */
  public record Anchored(ChainCheck chain, List<X509Certificate> anchors) implements Trust {

    public Anchored {
      anchors = List.copyOf(anchors);
    }
  }

  /**
   * What is asked beside trust.
   *
   * @param names one of which must fit; empty asks for none
   * @param certificateHashes SHA-256 of certificates; with {@code keyHashes}, one of all must fit
   * @param keyHashes SHA-256 of public keys
   * @param serverName the name that was asked for by SNI replaces {@code names}
   * @param untrustedToo refusals are counted and noted, but the peer may go on
   */
  public record Wanted(
      List<NameMatch> names,
      List<byte[]> certificateHashes,
      List<byte[]> keyHashes,
      boolean serverName,
      boolean untrustedToo) {

    /** Nothing. */
    public static final Wanted NOTHING = new Wanted(List.of(), List.of(), List.of(), false, false);

    public Wanted {
      names = List.copyOf(names);
      certificateHashes = List.copyOf(certificateHashes);
      keyHashes = List.copyOf(keyHashes);
    }
  }

  /**
   * A check.
   *
   * @param millisClock since the epoch; a fake one in tests
   */
  public PeerCheck(Trust trust, Wanted wanted, LongSupplier millisClock) {
    this.trust = trust;
    this.wanted = wanted;
    this.millisClock = millisClock;
  }

  /** True if a client should be asked for its certificate. */
  public boolean asksForCertificate() {
    return !(trust instanceof Anyone) || !asksForNothingElse() || wanted.untrustedToo();
  }

  /** True if a client without certificate is refused even where the listener does not say so. */
  public boolean needsCertificate() {
    return trust instanceof SpiffeTrust || !asksForNothingElse() && !wanted.untrustedToo();
  }

  /** The anchors whose names a server shows to its clients. */
  public List<X509Certificate> anchors() {
    return switch (trust) {
      case Anyone none -> List.of();
      case Anchored anchored -> anchored.anchors();
      case SpiffeTrust spiffe -> spiffe.anchors();
    };
  }

  /**
   * Decides on a peer.
   *
   * @param chain as presented, leaf first
   * @param names asked for by this connection instead of the configured ones; empty keeps those
   * @param serverName SNI of this connection; may be empty
   */
  public Peer check(X509Certificate[] chain, Purpose purpose, List<String> names, String serverName)
      throws CertificateException {
    String nameKey =
        names.isEmpty() ? wanted.serverName() ? serverName : "" : String.join(",", names);
    var key = PassedPeers.Key.of(chain, nameKey);
    long now = millisClock.getAsLong();
    Peer known = passed.get(key, now);
    if (known != null) {
      return known;
    }
    List<X509Certificate> presented = parsed(chain);
    Peer peer;
    try {
      peer = new Peer(presented, verify(presented, purpose, names, serverName, now), null);
    } catch (PeerRefused refused) {
      if (!wanted.untrustedToo()) {
        throw refused;
      }
      peer = new Peer(presented, false, refused);
    }
    passed.put(key, peer, now);
    return peer;
  }

  private boolean verify(
      List<X509Certificate> presented,
      Purpose purpose,
      List<String> names,
      String serverName,
      long now)
      throws PeerRefused {
    if (!asksForCertificate()) {
      return false;
    }
    X509Certificate leaf = presented.getFirst();
    boolean vouched =
        switch (trust) {
          case Anyone none -> false;
          case Anchored anchored -> {
            anchored.chain().verify(presented, purpose, now);
            yield true;
          }
          case SpiffeTrust spiffe -> {
            spiffe.verify(presented, now);
            yield true;
          }
        };
    vouched |= checkNames(leaf, names, serverName);
    vouched |= checkHashes(leaf);
    return vouched;
  }

  private boolean checkNames(X509Certificate leaf, List<String> names, String serverName)
      throws PeerRefused {
    if (!names.isEmpty()) {
      List<SubjectName> presented = SubjectName.of(leaf);
      if (names.stream().noneMatch(name -> isPresented(name, presented))) {
        throw new PeerRefused(
            PeerRefused.Kind.NAMES,
            "verify cert failed: verify SAN list, expected SANs: ["
                + String.join(", ", names)
                + "], certificate SANs: ["
                + joined(presented)
                + "]");
      }
      return true;
    }
    List<NameMatch> matches =
        wanted.serverName() && !serverName.isEmpty()
            ? List.of(NameMatch.dns(serverName))
            : wanted.names();
    if (matches.isEmpty()) {
      return false;
    }
    List<SubjectName> presented = SubjectName.of(leaf);
    if (!NameMatch.anyMatches(matches, presented)) {
      throw new PeerRefused(
          PeerRefused.Kind.NAMES,
          "verify cert failed: SAN matcher, certificate SANs are [" + joined(presented) + "]");
    }
    return true;
  }

  private static boolean isPresented(String name, List<SubjectName> presented) {
    for (SubjectName one : presented) {
      if (one.type() == NameType.DNS
          ? NameMatch.covers(one.value(), name)
          : one.value().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String joined(List<SubjectName> names) {
    return String.join(", ", names.stream().map(SubjectName::value).toList());
  }

  private boolean checkHashes(X509Certificate leaf) throws PeerRefused {
    if (wanted.certificateHashes().isEmpty() && wanted.keyHashes().isEmpty()) {
      return false;
    }
    if (contains(wanted.certificateHashes(), encoded(leaf))
        || contains(wanted.keyHashes(), leaf.getPublicKey().getEncoded())) {
      return true;
    }
    throw new PeerRefused(PeerRefused.Kind.HASH, "verify cert failed: cert hash and spki");
  }

  private static boolean contains(List<byte[]> hashes, byte @Nullable [] content) {
    if (hashes.isEmpty() || content == null) {
      return false;
    }
    byte[] hash = sha256(content);
    return hashes.stream().anyMatch(one -> MessageDigest.isEqual(one, hash));
  }

  private boolean asksForNothingElse() {
    return wanted.names().isEmpty()
        && wanted.certificateHashes().isEmpty()
        && wanted.keyHashes().isEmpty();
  }

  private static byte @Nullable [] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      return null;
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  // The JDK's own certificates: those of the TLS engine parse anew whenever they are asked.
  private static List<X509Certificate> parsed(X509Certificate[] chain) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>(chain.length);
    for (X509Certificate certificate : chain) {
      certificates.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
    }
    return certificates;
  }
}
