package mesh.ca.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.ca.bootstrap.RunningCa.Svid;
import mesh.identity.SpiffeId;
import mesh.testkit.TestAuthority;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong: the right status, a clear sentence, nothing issued, and life goes on. */
class RefusalsIT {

  private static final String OTHER = "spiffe://cluster.local/ns/shop/sa/stock";
  private static final String ISSUED = "mesh.ca.certificates.issued";
  private static final String REFUSED = "mesh.ca.certificates.refused";
  private static final String KEYS = "(expected: RSA 2048..8192, P-256 or P-384)";

  @TempDir private static Path folder;
  private static RunningCa ca;
  private static KeyPair key;
  private static String csr;
  private static Svid mine;
  private static Svid old;

  @BeforeAll
  static void start() throws Exception {
    ca = new RunningCa(folder);
    key = Requests.p256();
    csr = Requests.plain(key);
    mine = ca.join(RunningCa.SHOP, RunningCa.HOUR);
    old = ca.join(RunningCa.SHOP, 1);
  }

  @AfterAll
  static void stop() {
    ca.close();
  }

  /** One attempt that must fail. */
  interface Attempt {
    void run() throws Exception;
  }

  static Stream<Arguments> credentials() {
    return Stream.of(
        arguments("nothing", bearer(() -> null), "no credentials: send a join token as"),
        arguments("no scheme", bearer(RefusalsIT::token), "no credentials"),
        arguments("another scheme", bearer(() -> "Basic " + token()), "no credentials"),
        arguments("empty token", bearer(() -> "Bearer "), "join token is unknown, used or expired"),
        arguments("bad token", bearer(() -> "Bearer guess"), "join token is unknown"),
        arguments(
            "long token", bearer(() -> "Bearer " + "x".repeat(6000)), "join token is unknown"),
        arguments("reused token", bearer(RefusalsIT::usedToken), "join token is unknown, used"),
        arguments("expired token", bearer(RefusalsIT::expiredToken), "join token is unknown, used"),
        arguments(
            "token of a foreign trust domain",
            bearer(RefusalsIT::foreignToken),
            "identity spiffe://example.org/ns/shop/sa/shop is not of the trust domain"),
        arguments(
            "another service account",
            request(() -> Requests.named(key, Requests.uri(OTHER))),
            "the request asks for " + OTHER + ", and the caller is " + RunningCa.SHOP),
        arguments(
            "another namespace",
            request(() -> Requests.named(key, Requests.uri("spiffe://cluster.local/ns/x/sa/shop"))),
            "the request asks for spiffe://cluster.local/ns/x/sa/shop"),
        arguments(
            "foreign trust domain",
            request(() -> Requests.named(key, Requests.uri("spiffe://x/ns/shop/sa/shop"))),
            "the request asks for spiffe://x/ns/shop/sa/shop"),
        arguments(
            "another identity by certificate",
            certificate(() -> mine, () -> Requests.named(key, Requests.uri(OTHER))),
            "the request asks for " + OTHER),
        arguments(
            "impersonation",
            metadata(Map.of("ImpersonatedIdentity", OTHER)),
            "metadata.ImpersonatedIdentity: nobody gets the certificate of another one"),
        arguments(
            "expired certificate",
            certificate(RefusalsIT::expired, () -> csr),
            "certificate is not valid now"),
        arguments(
            "certificate of another authority",
            certificate(() -> foreign("cluster.local"), () -> csr),
            "certificate is not of this mesh"),
        arguments(
            "certificate of another trust domain",
            certificate(() -> foreign("example.org"), () -> csr),
            "certificate is not of this mesh"));
  }

  static Stream<Arguments> requests() throws Exception {
    KeyPair small = Requests.key("RSA", 1024);
    return Stream.of(
        arguments("empty", request(() -> ""), "csr: nothing (expected: a PKCS #10 request in PEM)"),
        arguments("blank", request(() -> " \n"), "csr: nothing"),
        arguments("garbage", request(() -> "garbage"), "csr: no PEM"),
        arguments(
            "garbage in PEM",
            request(() -> Requests.pem("CERTIFICATE REQUEST", new byte[] {1, 2, 3})),
            "csr: "),
        arguments(
            "no base64", request(() -> csr.replaceAll("(?m)^[A-Za-z0-9+/=]+$", "?!")), "csr: "),
        arguments("cut off", request(() -> csr.substring(0, csr.length() / 2)), "csr: "),
        arguments(
            "a certificate",
            request(() -> mine.pems().getFirst()),
            "csr: X509CertificateHolder (expected: a PKCS #10 request in PEM)"),
        arguments(
            "a private key",
            request(() -> Requests.pem("PRIVATE KEY", key.getPrivate().getEncoded())),
            "csr: PrivateKeyInfo"),
        arguments("huge", request(() -> "x".repeat(70_000)), "csr: 70000 characters (expected: <="),
        arguments("RSA 1024", request(() -> Requests.plain(small)), "csr: RSA 1024 " + KEYS),
        arguments(
            "RSA 16384",
            request(() -> Requests.plain(Requests.hugeRsa(small))),
            "csr: RSA 16384 " + KEYS),
        arguments("P-224", request(() -> Requests.plain(Requests.ec("secp224r1"))), "csr: "),
        arguments(
            "P-521",
            request(() -> Requests.plain(Requests.ec("secp521r1"))),
            "csr: EC 521 " + KEYS),
        arguments("secp256k1", request(() -> Requests.plain(Requests.ec("secp256k1"))), "csr: "),
        arguments(
            "brainpool", request(() -> Requests.plain(Requests.ec("brainpoolP256r1"))), "csr: "),
        arguments("Ed25519", request(() -> Requests.plain(Requests.ed25519())), "csr: EdDSA "),
        arguments("DSA", request(() -> Requests.plain(Requests.key("DSA", 2048))), "csr: DSA "),
        arguments(
            "signed by another key",
            request(() -> Requests.unproven(key, Requests.p256())),
            "csr: a wrong signature (expected: one by the key in the request)"),
        arguments(
            "signed by another kind of key", request(() -> Requests.unproven(key, small)), "csr: "),
        arguments("changed after it was signed", request(RefusalsIT::tampered), "csr: a wrong "),
        arguments(
            "two identities",
            request(() -> Requests.named(key, Requests.uri(RunningCa.SHOP), Requests.uri(OTHER))),
            "csr.subjectAltName: [" + RunningCa.SHOP + ", " + OTHER + "] (expected: one URI)"),
        arguments(
            "a DNS name",
            request(() -> Requests.named(key, new GeneralName(GeneralName.dNSName, "bank.test"))),
            "csr.subjectAltName: DNS:bank.test (expected: only the URI of the caller)"),
        arguments(
            "a DNS name beside the identity",
            request(
                () ->
                    Requests.named(
                        key,
                        Requests.uri(RunningCa.SHOP),
                        new GeneralName(GeneralName.dNSName, "bank.test"))),
            "csr.subjectAltName: DNS:bank.test"),
        arguments(
            "an IP address",
            request(() -> Requests.named(key, new GeneralName(GeneralName.iPAddress, "10.0.0.1"))),
            "csr.subjectAltName: IP:"),
        arguments(
            "a mail address",
            request(() -> Requests.named(key, new GeneralName(GeneralName.rfc822Name, "a@b"))),
            "csr.subjectAltName: email:a@b"),
        arguments(
            "an authority",
            request(() -> Requests.asAuthority(key)),
            "csr.basicConstraints: CA:TRUE (expected: CA:FALSE, or none)"),
        arguments(
            "the usage of an authority",
            request(() -> Requests.withUsage(key, KeyUsage.keyCertSign)),
            "csr.keyUsage: keyCertSign or cRLSign (expected: digitalSignature"),
        arguments(
            "revocation lists",
            request(() -> Requests.withUsage(key, KeyUsage.cRLSign)),
            "csr.keyUsage: keyCertSign or cRLSign"),
        arguments(
            "a signer", metadata(Map.of("CertSigner", "x")), "metadata: CertSigner (expected"),
        arguments("negative TTL", ttl(-1), "validity_duration: -1 (expected: 1..7776000 seconds"),
        arguments("TTL above the maximum", ttl(7_776_001), "validity_duration: 7776001 (expected"),
        arguments("endless TTL", ttl(Long.MAX_VALUE), "validity_duration: 9223372036854775807"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void credentials(String what, Attempt attempt, String message) throws Exception {
    assertRefused(attempt, Code.UNAUTHENTICATED, message, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void requests(String what, Attempt attempt, String message) throws Exception {
    assertRefused(attempt, Code.INVALID_ARGUMENT, message, 1);
  }

  @Test
  void refusesAMessageThatIsTooLargeToRead() throws Exception {
    assertRefused(
        request(() -> "x".repeat(300_000)), Code.RESOURCE_EXHAUSTED, "gRPC message exceeds", 0);
  }

  @Test
  void aWrongRequestDoesNotUseUpAToken() throws Exception {
    String token = token();
    for (String wrong :
        List.of(
            "", "garbage", Requests.asAuthority(key), Requests.named(key, Requests.uri(OTHER)))) {
      catchThrowableOfType(
          StatusRuntimeException.class,
          () -> ca.sign(ca.anonymous(), "Bearer " + token, wrong, 60));
    }

    assertThat(ca.sign(ca.anonymous(), "Bearer " + token, csr, 60)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "spiffe://cluster.local/ns/shop/sa/shop, 0s, 400, ttl: PT0S (expected: 1s..PT720H)",
    "spiffe://cluster.local/ns/shop/sa/shop, 721h, 400, ttl: PT721H",
    "spiffe://cluster.local/ns/shop/sa/shop, soon, 400, ttl: soon (expected: a duration such as",
    "spiffe://example.org/ns/shop/sa/shop, 1m, 400, identity: spiffe://example.org/ns/shop/sa/shop",
    "shop, 1m, 400, identity: shop (expected: spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/"
  })
  void refusesTokens(String identity, String ttl, int status, String message) throws Exception {
    var answer = ca.makeToken(ca.adminToken(), identity, ttl);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(message);
  }

  @Test
  void makesTokensForTheAdministratorAlone() throws Exception {
    assertThat(ca.makeToken("guess", RunningCa.SHOP, "1m").statusCode()).isEqualTo(401);
  }

  @Test
  void makesNoTokenForAWishThatItDoesNotRead() throws Exception {
    String wish = "{\"identity\":\"" + RunningCa.SHOP + "\",\"tll\":\"1m\"}";

    var answer = ca.makeToken(ca.adminToken(), wish);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("tll: 1m (expected: identity or ttl; did you mean ttl?)");
  }

  private static void assertRefused(Attempt attempt, Code code, String message, int refusals)
      throws Exception {
    double issued = ca.count(ISSUED);
    double refused = ca.count(REFUSED);

    StatusRuntimeException e = catchThrowableOfType(StatusRuntimeException.class, attempt::run);

    assertThat(e).isNotNull();
    assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getStatus().getDescription()).startsWith(message);
    assertThat(ca.count(REFUSED) - refused).isGreaterThanOrEqualTo(refusals);
    ca.sign(mine.credentials(ca.root()), null, csr, 60); // it still answers
    assertThat(ca.count(ISSUED) - issued).isEqualTo(1);
  }

  private interface Making<T> {
    T make() throws Exception;
  }

  private static Attempt bearer(Making<String> authorization) {
    return () -> {
      String shown = authorization.make(); // may itself have something issued
      ca.sign(ca.anonymous(), shown, csr, 60, Map.of());
    };
  }

  private static Attempt request(Making<String> wrong) {
    return () -> ca.sign(ca.anonymous(), "Bearer " + token(), wrong.make(), 60, Map.of());
  }

  private static Attempt certificate(Making<Svid> svid, Making<String> request) {
    return () -> ca.sign(svid.make().credentials(ca.root()), null, request.make(), 60, Map.of());
  }

  private static Attempt metadata(Map<String, String> metadata) {
    return () -> ca.sign(ca.anonymous(), "Bearer " + token(), csr, 60, metadata);
  }

  private static Attempt ttl(long seconds) {
    return () -> ca.sign(ca.anonymous(), "Bearer " + token(), csr, seconds, Map.of());
  }

  private static String token() throws Exception {
    return ca.token(RunningCa.SHOP, "1m");
  }

  private static String usedToken() {
    SpiffeId shop = SpiffeId.parse(RunningCa.SHOP);
    String token = ca.tokens().create(shop, Duration.ofMinutes(1));
    ca.tokens().use(token, any -> {});
    return "Bearer " + token;
  }

  private static String expiredToken() throws Exception {
    String token = ca.token(RunningCa.SHOP, "1s");
    Thread.sleep(1100);
    return "Bearer " + token;
  }

  private static String foreignToken() {
    SpiffeId foreign = SpiffeId.parse("spiffe://example.org/ns/shop/sa/shop");
    return "Bearer " + ca.tokens().create(foreign, Duration.ofMinutes(1));
  }

  private static Svid expired() throws Exception {
    long left = old.certificate().getNotAfter().getTime() - System.currentTimeMillis();
    Thread.sleep(Math.max(0, left) + 1000);
    return old;
  }

  private static Svid foreign(String trustDomain) {
    String identity = "spiffe://" + trustDomain + "/ns/shop/sa/shop";
    var issued = TestAuthority.of(trustDomain).issue(identity);
    return new Svid(issued.key(), List.of(issued.certificatePem(), issued.rootPem()));
  }

  private static String tampered() {
    byte[] bytes =
        Base64.getMimeDecoder()
            .decode(csr.replaceAll("-----[A-Z ]+-----", "").getBytes(StandardCharsets.US_ASCII));
    for (int at = 0; at < bytes.length - 1; at++) {
      if (bytes[at] == 1 && bytes[at + 1] == 'x') { // the length of the name, and the name
        bytes[at + 1] = 'y';
        break;
      }
    }
    try {
      return Requests.pem("CERTIFICATE REQUEST", bytes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
