package mesh.proxy.tls;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import mesh.proxy.tls.TlsContext.ClientSettings;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of clients, one for all clusters with equal settings, kept while a cluster uses them.
 * Called on cold threads only.
 */
final class ClientContexts {

  private final Map<ClientSettings, WeakReference<TlsContext>> known =
      new HashMap<>(); // guarded by this

  synchronized TlsContext of(ClientSettings settings) {
    WeakReference<TlsContext> reference = known.get(settings);
    @Nullable TlsContext context = reference == null ? null : reference.get();
    if (context == null) {
      known.values().removeIf(other -> other.refersTo(null));
      context = TlsContext.client(settings);
      known.put(settings, new WeakReference<>(context));
    }
    return context;
  }
}
