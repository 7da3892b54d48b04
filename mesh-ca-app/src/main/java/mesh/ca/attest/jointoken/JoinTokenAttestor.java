package mesh.ca.attest.jointoken;

import java.util.Optional;
import java.util.function.Consumer;
import mesh.ca.attest.Attestor;
import mesh.ca.attest.Caller;
import mesh.ca.attest.NotAttestedException;
import mesh.identity.SpiffeId;

/** The identity that a token was made for; the token is used up by this. */
public final class JoinTokenAttestor implements Attestor {

  private final JoinTokens tokens;

  public JoinTokenAttestor(JoinTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "join_token";
  }

  @Override
  public Optional<SpiffeId> attest(Caller caller, Consumer<SpiffeId> check) {
    if (caller.bearer() == null) {
      return Optional.empty();
    }
    return Optional.of(
        tokens
            .use(caller.bearer(), check)
            .orElseThrow(() -> new NotAttestedException("join token is unknown, used or expired")));
  }
}
