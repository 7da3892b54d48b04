package mesh.ca.attest.jointoken;

import java.util.Map;

/** Keeps tokens while nobody runs. Called by one thread at a time. */
public interface TokenStore {

  /** By hash. */
  Map<String, JoinTokens.Ticket> load();

  /** Replaces what is kept, all or nothing. */
  void save(Map<String, JoinTokens.Ticket> byHash);
}
