package mesh.identity.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.identity.pem.Pem;

/**
 * {@code identity.pem}: the key, its chain and the root in one file that only its owner reads. One
 * file, so that a crash never leaves a key beside the certificate of another.
 */
final class IdentityFile {

  private static final boolean IS_POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] OWNER_ONLY = attributes("rw-------");
  private static final FileAttribute<?>[] OWNER_ONLY_FOLDER = attributes("rwx------");

  private final Path folder;
  private final Path file;

  IdentityFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("identity.pem");
  }

  /** What is kept. */
  record Kept(PrivateKey key, List<X509Certificate> chain) {}

  Path path() {
    return file;
  }

  /**
   * Reads it.
   *
   * @return empty if there is none
   * @throws IOException if it is broken, or cannot be read
   */
  Optional<Kept> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    return Optional.of(new Kept(Pem.key(text), Pem.certificates(text)));
  }

  /** Puts a new one in its place, whole or not at all, also if the machine stops. */
  void write(Identity identity) throws IOException {
    List<X509Certificate> chain = new ArrayList<>(identity.chain());
    chain.addAll(identity.roots());
    Path fresh = folder.resolve("identity.pem.new");
    Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(identity.keyPem() + Pem.of(chain));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (IS_POSIX) {
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true); // the name, too
      }
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return IS_POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
