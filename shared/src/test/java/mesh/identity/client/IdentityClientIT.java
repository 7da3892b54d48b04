package mesh.identity.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mesh.testkit.TestAuthority;
import mesh.testkit.TestCa;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityClientIT {

  private static final String ID = "spiffe://cluster.local/ns/shop/sa/stock";
  private static final long PATIENCE_SECONDS = 10;

  private final TestAuthority authority = TestAuthority.of("cluster.local");
  private final BlockingQueue<Identity> told = new LinkedBlockingQueue<>();
  private Path folder;
  private Path root;

  @BeforeEach
  void writeFiles(@TempDir Path temporary) throws IOException {
    folder = temporary;
    root = Files.writeString(folder.resolve("root.pem"), authority.rootPem());
    Files.writeString(folder.resolve("token"), "abc");
  }

  @Test
  void joinsByTokenAndRenewsByCertificate() throws InterruptedException {
    try (var ca = TestCa.of(authority).token("abc", ID);
        var client = client(ca.address(), null, Duration.ofSeconds(2))) {
      client.listen(told::add);
      client.start();

      Identity first = next();
      Identity second = next();
      Identity third = next();

      assertThat(first.roots()).containsExactly(authority.root());
      assertThat(second.key()).isNotEqualTo(first.key());
      assertThat(third.leaf()).isNotEqualTo(second.leaf());
      assertThat(ca.callers()).startsWith("token", "certificate", "certificate");
    }
  }

  @Test
  void pinsTheRootByItsHash() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(authority.root().getEncoded());
    try (var ca = TestCa.of(authority).token("abc", ID);
        var client = client(ca.address(), HexFormat.of().formatHex(hash), Duration.ofHours(1))) {
      client.listen(told::add);
      client.start();

      assertThat(next().roots()).containsExactly(authority.root());
    }
  }

  @Test
  void doesNotTellATokenToAStranger() throws InterruptedException {
    try (var ca = TestCa.of(TestAuthority.of("cluster.local")).token("abc", ID);
        var client = client(ca.address(), null, Duration.ofHours(1))) {
      client.start();

      IdentityStatus status = await(client, now -> now.failure() != null);

      assertThat(status.failure())
          .startsWith("whoever is at " + ca.address() + " is not trusted: ");
      assertThat(status.identity()).isNull();
      assertThat(ca.callers()).isEmpty();
    }
  }

  @Test
  void aUsedTokenIsSaidToBeOne() throws InterruptedException {
    try (var ca = TestCa.of(authority);
        var client = client(ca.address(), null, Duration.ofHours(1))) {
      client.start();

      IdentityStatus status = await(client, now -> now.failure() != null);

      assertThat(status.failure())
          .isEqualTo("the authority refuses the join token: join token is not known");
    }
  }

  @Test
  void waitsForAnAuthorityThatIsDown() throws InterruptedException {
    int port;
    try (var ca = TestCa.of(authority)) {
      port = ca.port();
    }
    try (var client = client("localhost:" + port, null, Duration.ofHours(1))) {
      client.listen(told::add);
      client.start();
      IdentityStatus status = await(client, now -> now.failure() != null);

      assertThat(status.failure()).startsWith("localhost:" + port + " cannot be reached: ");

      try (var ca = TestCa.of(authority, port).token("abc", ID)) {
        assertThat(next().id()).hasToString(ID);
        assertThat(ca.callers()).containsExactly("token");
      }
    }
  }

  @Test
  void aRestartNeedsNeitherTokenNorAuthority() throws Exception {
    String address;
    try (var ca = TestCa.of(authority).token("abc", ID);
        var client = client(ca.address(), null, Duration.ofHours(1))) {
      address = ca.address();
      client.listen(told::add);
      client.start();
      next();
      await(client, now -> Files.exists(folder.resolve("state/identity.pem")));
    }
    Files.delete(folder.resolve("token"));

    try (var client = client(address, null, Duration.ofHours(1))) {
      client.listen(told::add);
      client.start();

      assertThat(next().id()).hasToString(ID);
    }
  }

  private IdentityClient client(String address, String fingerprint, Duration ttl) {
    return IdentityClient.of(
        new IdentitySettings.Written(
                address,
                fingerprint == null ? root : null,
                fingerprint,
                folder.resolve("token"),
                folder.resolve("state"),
                ID,
                ttl)
            .read("test"));
  }

  private Identity next() throws InterruptedException {
    Identity identity = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(identity).isNotNull();
    return identity;
  }

  private static IdentityStatus await(IdentityClient client, Predicate<IdentityStatus> when)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!when.test(client.status())) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.sleep(10);
    }
    return client.status();
  }
}
