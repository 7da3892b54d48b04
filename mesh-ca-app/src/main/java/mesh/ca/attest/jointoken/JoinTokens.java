package mesh.ca.attest.jointoken;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;

/**
 * Tokens that let somebody in once. Only their hashes are kept, so that nobody who reads the store
 * can use them. Shared by all threads.
 */
public final class JoinTokens {

  private static final int BYTES = 32;
  private static final int MOST = 100_000; // tokens that wait
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Map<String, Ticket> byHash = new HashMap<>();
  private final TokenStore store;
  private final SecureRandom random;
  private final InstantSource clock;

  /** What a token is good for. */
  public record Ticket(SpiffeId identity, Instant until) {}

  /**
   * The tokens of a store.
   *
   * @param store has those that were made before, and is told of every change
   */
  public JoinTokens(TokenStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
    byHash.putAll(store.load());
  }

  /**
   * Makes a token.
   *
   * @param lifetime 1 second to 30 days
   * @return the token, which is told nobody again
   * @throws InvalidConfigException if the lifetime is out of range, or too many tokens wait
   */
  public synchronized String create(SpiffeId identity, Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(LONGEST) > 0) {
      throw new InvalidConfigException("ttl", lifetime, "1s.." + LONGEST);
    }
    forgetExpired();
    if (byHash.size() >= MOST) {
      throw new InvalidConfigException("tokens", byHash.size(), "fewer than " + MOST);
    }
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    byHash.put(hash(token), new Ticket(identity, clock.instant().plus(lifetime)));
    store.save(byHash);
    return token;
  }

  /**
   * Uses a token up.
   *
   * @param check of the identity that it is for; if it throws, the token stays
   * @return who it is for; empty if it is unknown, used or expired
   */
  public synchronized Optional<SpiffeId> use(String token, Consumer<SpiffeId> check) {
    String hash = hash(token);
    Ticket ticket = byHash.get(hash);
    if (ticket == null) {
      return Optional.empty();
    }
    boolean isValid = ticket.until().isAfter(clock.instant());
    if (isValid) {
      check.accept(ticket.identity());
    }
    byHash.remove(hash);
    store.save(byHash); // before anybody has a certificate of it
    return isValid ? Optional.of(ticket.identity()) : Optional.empty();
  }

  private void forgetExpired() {
    Instant now = clock.instant();
    byHash.values().removeIf(ticket -> !ticket.until().isAfter(now));
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
