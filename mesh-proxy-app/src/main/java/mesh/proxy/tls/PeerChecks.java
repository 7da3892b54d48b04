package mesh.proxy.tls;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import mesh.proxy.tls.peer.PeerCheck;
import mesh.proxy.tls.secret.ValidationConfig;
import org.jspecify.annotations.Nullable;

/**
 * Checks of peers, one for all clusters that ask for the same: ten thousand clusters trust one
 * root. Called on cold threads only.
 */
final class PeerChecks {

  private final LongSupplier millisClock;
  private final Map<Key, WeakReference<PeerCheck>> known = new HashMap<>(); // guarded by this

  /** Equal while the configuration and the files that it names are. */
  private record Key(ValidationConfig config, List<String> files) {}

  PeerChecks(LongSupplier millisClock) {
    this.millisClock = millisClock;
  }

  synchronized PeerCheck of(ValidationConfig config) {
    var key = new Key(config, config.files().stream().map(PeerChecks::contents).toList());
    WeakReference<PeerCheck> reference = known.get(key);
    @Nullable PeerCheck check = reference == null ? null : reference.get();
    if (check == null) {
      known.values().removeIf(other -> other.refersTo(null));
      check = config.load(millisClock);
      known.put(key, new WeakReference<>(check));
    }
    return check;
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // load() says what is wrong with it
    }
  }
}
