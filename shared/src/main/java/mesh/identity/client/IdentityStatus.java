package mesh.identity.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the certificate. Immutable.
 *
 * @param identity in use; null if there is none yet
 * @param nextAttempt when the authority is asked next
 * @param failure why the last attempt brought nothing; null if it did, or if there was none
 */
public record IdentityStatus(
    @Nullable Identity identity, Instant nextAttempt, @Nullable String failure) {}
