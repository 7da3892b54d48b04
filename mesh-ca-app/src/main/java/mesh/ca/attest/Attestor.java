package mesh.ca.attest;

import java.util.Optional;
import java.util.function.Consumer;
import mesh.identity.SpiffeId;

/** One way of telling who a caller is. Shared by all threads. */
public interface Attestor {

  /** For the audit: {@code join_token}, {@code mtls}. */
  String name();

  /**
   * Who the caller is.
   *
   * @param check of the identity, called before anything is used up; throws
   * @return empty if the caller shows nothing of this kind
   * @throws NotAttestedException if it shows something of this kind that is wrong
   */
  Optional<SpiffeId> attest(Caller caller, Consumer<SpiffeId> check);
}
