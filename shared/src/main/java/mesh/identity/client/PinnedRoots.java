package mesh.identity.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import mesh.identity.pem.Pem;

/** Roots that are trusted before anybody was spoken to. Immutable. */
public sealed interface PinnedRoots {

  /**
   * The roots.
   *
   * @param presented a chain that should lead to one of them
   * @throws IOException if there are none; the message is for a person
   */
  List<X509Certificate> among(List<X509Certificate> presented) throws IOException;

  /** All certificates of a file, which is read each time, so that it can be replaced. */
  record InFile(Path file) implements PinnedRoots {

    @Override
    public List<X509Certificate> among(List<X509Certificate> presented) throws IOException {
      if (!Files.exists(file)) {
        throw new IOException("the file of the root is not there: " + file);
      }
      List<X509Certificate> roots = Pem.certificates(Files.readString(file));
      if (roots.isEmpty()) {
        throw new IOException("the file of the root has no certificate: " + file);
      }
      return roots;
    }
  }

  /**
   * The certificate that is known by its hash.
   *
   * @param sha256 upper case, with colons
   */
  record Fingerprint(String sha256) implements PinnedRoots {

    private static final Pattern FORM = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}");

    /**
     * Reads it as OpenSSL prints it, with or without colons.
     *
     * @throws InvalidConfigException if it is none
     */
    static Fingerprint parse(String text) {
      String hex = text.strip().toUpperCase(Locale.ROOT).replace("SHA256:", "").replace(":", "");
      String form = String.join(":", hex.split("(?<=\\G..)"));
      if (!FORM.matcher(form).matches()) {
        throw new InvalidConfigException("root-fingerprint", text, "SHA-256: 32 octets in hex");
      }
      return new Fingerprint(form);
    }

    @Override
    public List<X509Certificate> among(List<X509Certificate> presented) throws IOException {
      List<X509Certificate> roots =
          presented.stream().filter(one -> of(one).equals(sha256)).toList();
      if (roots.isEmpty()) {
        String last = presented.isEmpty() ? "nothing" : of(presented.getLast());
        throw new IOException("the root is not the pinned one but " + last);
      }
      return roots;
    }

    private static String of(X509Certificate certificate) {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
      } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
        throw new IllegalStateException("A certificate that was read can be hashed", e);
      }
    }
  }
}
