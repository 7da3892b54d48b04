package mesh.ca.attest.jointoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinTokensTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SpiffeId SHOP = SpiffeId.parse("spiffe://mesh/ns/default/sa/shop");

  @TempDir private Path folder;

  @Test
  void letsSomebodyInOnce() {
    JoinTokens tokens = tokens(NOW);
    String token = tokens.create(SHOP, Duration.ofMinutes(1));

    assertThat(tokens.use(token, any -> {})).contains(SHOP);
    assertThat(tokens.use(token, any -> {})).isEmpty();
    assertThat(tokens.use("guess", any -> {})).isEmpty();
  }

  @Test
  void keepsATokenThatIsShownForSomebodyElse() {
    JoinTokens tokens = tokens(NOW);
    String token = tokens.create(SHOP, Duration.ofMinutes(1));

    assertThatThrownBy(
            () ->
                tokens.use(
                    token,
                    identity -> {
                      throw new IllegalArgumentException(identity.toString());
                    }))
        .hasMessage(SHOP.toString());
    assertThat(tokens.use(token, any -> {})).contains(SHOP);
  }

  @Test
  void forgetsATokenThatIsTooOld() {
    String token = tokens(NOW).create(SHOP, Duration.ofMinutes(1));

    assertThat(tokens(NOW.plusSeconds(60)).use(token, any -> {})).isEmpty();
  }

  @Test
  void remembersOverARestartWhatIsUsed() {
    JoinTokens tokens = tokens(NOW);
    String used = tokens.create(SHOP, Duration.ofMinutes(1));
    String fresh = tokens.create(SHOP, Duration.ofMinutes(1));
    tokens.use(used, any -> {});

    JoinTokens again = tokens(NOW);

    assertThat(again.use(used, any -> {})).isEmpty();
    assertThat(again.use(fresh, any -> {})).contains(SHOP);
    assertThat(folder.resolve("tokens")).content().doesNotContain(used).doesNotContain(fresh);
  }

  @Test
  void refusesLifetimesOutOfRange() {
    assertThatThrownBy(() -> tokens(NOW).create(SHOP, Duration.ofDays(31)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("ttl: PT744H (expected: 1s..PT720H)");
  }

  private JoinTokens tokens(Instant now) {
    return new JoinTokens(
        new TokenFile(folder.resolve("tokens")), new SecureRandom(), InstantSource.fixed(now));
  }
}
