package mesh.proxy.tls;

import mesh.proxy.file.FileWatch;
import mesh.proxy.tls.secret.Secrets;

/**
 * What all contexts of the process share. Immutable.
 *
 * @param library does the work
 */
record TlsEnvironment(
    TlsLibrary library,
    Secrets secrets,
    FileWatch files,
    PeerChecks checks,
    ClientContexts contexts) {}
