package mesh.ca.bootstrap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesh.ca.attest.jointoken.JoinTokens;
import mesh.ca.authority.Pem;
import mesh.config.InvalidConfigException;
import mesh.config.Suggestion;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What people and launchers ask the authority for. */
@RestController
class CaController {

  private static final Duration USUAL = Duration.ofHours(1);

  private final AuthorityRotation authority;
  private final JoinTokens tokens;
  private final TrustDomain trustDomain;

  CaController(AuthorityRotation authority, JoinTokens tokens, CaProperties properties) {
    this.authority = authority;
    this.tokens = tokens;
    this.trustDomain = new TrustDomain(properties.trustDomain());
  }

  /**
   * A wish for a token.
   *
   * @param identity that the token is for
   * @param ttl such as {@code 10m}; an hour if it is missing
   */
  record TokenWish(String identity, @Nullable String ttl) {

    private static final List<String> FIELDS = List.of("identity", "ttl");

    /** Reads the body; a field that nobody reads would be a wish that nobody fulfils. */
    static TokenWish of(Map<String, @Nullable Object> body) {
      body.forEach(
          (name, value) -> {
            if (!FIELDS.contains(name)) {
              throw new InvalidConfigException(
                  name, value, "identity or ttl" + Suggestion.hint(name, FIELDS));
            }
            if (value != null && !(value instanceof String)) {
              throw new InvalidConfigException(name, value, "a text");
            }
          });
      if (!(body.get("identity") instanceof String identity)) {
        throw new InvalidConfigException("identity", null, "spiffe://...");
      }
      return new TokenWish(identity, (String) body.get("ttl"));
    }
  }

  /** A token, which is shown this once. */
  record MadeToken(String token, String identity) {}

  @GetMapping(value = "/api/v1/bundle", produces = "application/x-pem-file")
  String bundle() {
    return Pem.of(authority.get().root());
  }

  @PostMapping("/api/v1/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  MadeToken token(@RequestBody Map<String, @Nullable Object> body) {
    TokenWish wish = TokenWish.of(body);
    SpiffeId identity = SpiffeId.parse(wish.identity());
    if (!identity.trustDomain().equals(trustDomain)) {
      throw new InvalidConfigException(
          "identity", identity, "one of the trust domain " + trustDomain);
    }
    return new MadeToken(tokens.create(identity, lifetime(wish.ttl())), identity.toString());
  }

  private static Duration lifetime(@Nullable String ttl) {
    try {
      return ttl == null ? USUAL : DurationStyle.detectAndParse(ttl);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException("ttl", ttl, "a duration such as 10m");
    }
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> refused(InvalidConfigException e) {
    return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(e.getMessage())));
  }
}
