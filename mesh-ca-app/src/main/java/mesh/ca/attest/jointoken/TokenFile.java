package mesh.ca.attest.jointoken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.disk.SafeFile;
import mesh.identity.SpiffeId;

/** Tokens in a file, a line each: hash, end, identity. */
public final class TokenFile implements TokenStore {

  private final Path file;

  public TokenFile(Path file) {
    this.file = file;
  }

  @Override
  public Map<String, JoinTokens.Ticket> load() {
    Map<String, JoinTokens.Ticket> byHash = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return byHash;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      for (int at = 0; at < lines.size(); at++) {
        String[] parts = lines.get(at).split(" ", -1);
        if (parts.length != 3) {
          throw new InvalidConfigException(
              file + ":" + (at + 1), lines.get(at), "HASH END IDENTITY");
        }
        byHash.put(
            parts[0], new JoinTokens.Ticket(SpiffeId.parse(parts[2]), Instant.parse(parts[1])));
      }
      return byHash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void save(Map<String, JoinTokens.Ticket> byHash) {
    var text = new StringBuilder();
    byHash.forEach(
        (hash, ticket) ->
            text.append(hash)
                .append(' ')
                .append(ticket.until())
                .append(' ')
                .append(ticket.identity())
                .append('\n'));
    SafeFile.write(file, text.toString());
  }
}
