package mesh.ca.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mesh.ca.authority.Pem;
import mesh.ca.bootstrap.RunningCa.Svid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuingIT {

  private static final Duration SLOW = Duration.ofMinutes(2); // of a test machine

  @TempDir private static Path folder;
  private static RunningCa ca;

  @BeforeAll
  static void start() {
    ca = new RunningCa(folder.resolve("state"));
  }

  @AfterAll
  static void stop() {
    ca.close();
  }

  @Test
  void givesAnSvidForATokenAndAnotherForThat() throws Exception {
    Svid first = ca.join(RunningCa.SHOP, RunningCa.HOUR);
    KeyPair key = Requests.p256();
    Svid second =
        new Svid(
            key,
            ca.sign(
                first.credentials(ca.root()),
                null,
                Requests.named(key, Requests.uri(RunningCa.SHOP)),
                0));

    assertForm(first, Duration.ofHours(1));
    assertForm(second, Duration.ofHours(24));
    assertThat(second.certificate().getPublicKey()).isEqualTo(key.getPublic());
    assertThat(second.certificate().getSerialNumber())
        .isNotEqualTo(first.certificate().getSerialNumber());
    assertThat(ca.count("mesh.ca.certificates.issued")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void givesTheControlPlaneTheNamesThatItIsCalledBy() throws Exception {
    String pilot = "spiffe://cluster.local/ns/istio-system/sa/mesh-pilot";
    Svid first = ca.join(pilot, RunningCa.HOUR);
    KeyPair key = Requests.p256();
    var renewed =
        new Svid(
            key,
            ca.sign(
                first.credentials(ca.root()), null, Requests.named(key, Requests.uri(pilot)), 0));

    for (Svid svid : List.of(first, renewed)) {
      assertThat(svid.certificate().getSubjectAlternativeNames())
          .containsExactly(
              List.of(6, pilot), List.of(2, "istiod.istio-system.svc"), List.of(2, "mesh-pilot"));
    }
  }

  private static void assertForm(Svid svid, Duration lifetime) throws Exception {
    List<X509Certificate> chain = Pem.certificates(String.join("", svid.pems()));
    X509Certificate leaf = chain.getFirst();
    assertThat(svid.pems()).hasSize(3).allMatch(pem -> pem.indexOf("BEGIN", 20) < 0);
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, RunningCa.SHOP));
    assertThat(leaf.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.17", "2.5.29.19");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getKeyUsage()).startsWith(true, false, true, false).hasSize(9);
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    Instant end = leaf.getNotAfter().toInstant();
    assertThat(Duration.between(Instant.now().plus(lifetime), end).abs()).isLessThan(SLOW);
    leaf.verify(chain.get(1).getPublicKey());
    chain.get(1).verify(chain.get(2).getPublicKey());
    assertThat(Pem.of(chain.get(2))).isEqualTo(ca.root());
    assertOpenSslAgrees(svid);
  }

  private static void assertOpenSslAgrees(Svid svid) throws Exception {
    Path root = Files.writeString(folder.resolve("root.pem"), ca.root());
    Path middle = Files.writeString(folder.resolve("middle.pem"), svid.pems().get(1));
    Path leaf = Files.writeString(folder.resolve("leaf.pem"), svid.pems().getFirst());
    for (String purpose : new String[] {"sslclient", "sslserver"}) {
      assertThat(
              openssl(
                  "verify",
                  "-x509_strict",
                  "-purpose",
                  purpose,
                  "-CAfile",
                  root.toString(),
                  "-untrusted",
                  middle.toString(),
                  leaf.toString()))
          .isEqualTo(leaf + ": OK\n");
    }
    assertThat(openssl("x509", "-in", leaf.toString(), "-noout", "-text"))
        .contains("Subject: \n")
        .contains("X509v3 Subject Alternative Name: critical\n                URI:")
        .contains("X509v3 Key Usage: critical\n                Digital Signature, Key Encipherment")
        .contains("TLS Web Server Authentication, TLS Web Client Authentication")
        .contains("X509v3 Basic Constraints: critical\n                CA:FALSE");
  }

  private static String openssl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "RSA, 3072", "EC, 384"})
  void takesOtherKeys(String algorithm, int bits) throws Exception {
    KeyPair key = Requests.key(algorithm, bits);
    List<String> chain =
        ca.sign(
            ca.anonymous(),
            "bearer " + ca.token(RunningCa.SHOP, "1m"), // schemes know no case
            Requests.plain(key),
            60);

    assertThat(Pem.certificates(chain.getFirst()).getFirst().getPublicKey())
        .isEqualTo(key.getPublic());
  }

  @Test
  void givesOneCertificateForATokenThatManyShowAtOnce() throws Exception {
    int callers = 50;
    String token = ca.token(RunningCa.SHOP, "1m");
    String csr = Requests.plain(Requests.p256());
    double issued = ca.count("mesh.ca.certificates.issued");
    var start = new CountDownLatch(1);
    Callable<Status.Code> caller =
        () -> {
          start.await();
          try {
            ca.sign(ca.anonymous(), "Bearer " + token, csr, 60);
            return Status.Code.OK;
          } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
          }
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<Status.Code>> answers = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        answers.add(threads.submit(caller));
      }
      start.countDown();
      List<Status.Code> codes = new ArrayList<>();
      for (Future<Status.Code> answer : answers) {
        codes.add(answer.get());
      }
      assertThat(codes).filteredOn(Status.Code.OK::equals).hasSize(1);
      assertThat(codes).filteredOn(Status.Code.UNAUTHENTICATED::equals).hasSize(callers - 1);
    }
    assertThat(ca.count("mesh.ca.certificates.issued")).isEqualTo(issued + 1);
  }

  @Test
  void isTheSameAfterARestart() throws Exception {
    Path state = folder.resolve("restart");
    String used;
    String fresh;
    String root;
    Svid before;
    try (var first = new RunningCa(state)) {
      root = first.root();
      used = first.token(RunningCa.SHOP, "10m");
      fresh = first.token(RunningCa.SHOP, "10m");
      KeyPair key = Requests.p256();
      before =
          new Svid(key, first.sign(first.anonymous(), "Bearer " + used, Requests.plain(key), 600));
    }
    assertThat(state)
        .isDirectoryContaining(path -> path.endsWith("root.key"))
        .isDirectoryContaining(path -> path.endsWith("intermediate.key"));
    try (var files = Files.list(state)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
        assertThat(file).content().doesNotContain("BEGIN PRIVATE KEY").doesNotContain(fresh);
      }
    }
    try (var second = new RunningCa(state)) {
      String csr = Requests.plain(Requests.p256());
      assertThat(second.root()).isEqualTo(root);
      assertThat(codeOf(() -> second.sign(second.anonymous(), "Bearer " + used, csr, 60)))
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(second.sign(second.anonymous(), "Bearer " + fresh, csr, 60)).hasSize(3);
      assertThat(second.sign(before.credentials(root), null, csr, 60)).hasSize(3);
    }
  }

  private static Status.Code codeOf(Callable<?> call) throws Exception {
    try {
      call.call();
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
