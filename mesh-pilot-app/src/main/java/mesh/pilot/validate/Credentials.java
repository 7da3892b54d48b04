package mesh.pilot.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import mesh.pilot.model.Gateway.ServerTls;
import org.jspecify.annotations.Nullable;

/** Certificates that gateways name, as far as they are on this machine. Immutable. */
final class Credentials {

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String ROOTS = "ca.crt";

  private final Path folder;
  private final InstantSource clock;

  Credentials(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** The files that should be there and are not; null if nothing is missing, or nothing known. */
  @Nullable String missing(String name, ServerTls.Mode mode) {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    List<String> missing = new ArrayList<>(List.of(CERTIFICATE, KEY));
    if (mode == ServerTls.Mode.MUTUAL) {
      missing.add(ROOTS);
    }
    missing.removeIf(file -> Files.isReadable(folder.resolve(name).resolve(file)));
    return missing.isEmpty() ? null : String.join(", ", missing) + " under " + folder;
  }

  /** What should be there in the place of the certificate and key; null if they seem right. */
  @Nullable String wrong(String name) {
    Path own = folder.resolve(name);
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(own.resolve(CERTIFICATE))) {
      var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
      for (Certificate one : chain) {
        Instant end = ((X509Certificate) one).getNotAfter().toInstant();
        if (end.isBefore(clock.instant())) {
          return "a certificate that is valid; " + own.resolve(CERTIFICATE) + " was until " + end;
        }
      }
      if (chain.isEmpty()) {
        return "PEM certificates in " + own.resolve(CERTIFICATE);
      }
      String key = Files.readString(own.resolve(KEY), StandardCharsets.ISO_8859_1);
      return key.contains("PRIVATE KEY-----") ? null : "a PEM key in " + own.resolve(KEY);
    } catch (IOException | CertificateException e) {
      return "PEM certificates in " + own.resolve(CERTIFICATE) + ": " + e.getMessage();
    }
  }
}
