package mesh.proxy.tls;

import mesh.proxy.file.FileWatch;
import mesh.proxy.tls.secret.Secrets;

/** What all contexts of the process share. Immutable. */
record TlsEnvironment(
    Secrets secrets, FileWatch files, PeerChecks checks, ClientContexts contexts) {}
