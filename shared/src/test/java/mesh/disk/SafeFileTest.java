package mesh.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {

  @TempDir private Path folder;

  @Test
  void replacesAFileAndWhatACrashHasLeft() throws IOException {
    Path file = folder.resolve("more/file");
    SafeFile.write(file, "one");
    Files.writeString(folder.resolve("more/file" + SafeFile.FRESH), "tw");
    SafeFile.write(file, "two");

    assertThat(file).hasContent("two");
    assertThat(folder.resolve("more/file" + SafeFile.FRESH)).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void removesAFileOnce() {
    Path file = folder.resolve("file");
    SafeFile.write(file, "one");
    SafeFile.delete(file);
    SafeFile.delete(file);

    assertThat(file).doesNotExist();
  }

  @Test
  void namesTheFileThatItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "").resolve("inside");

    assertThatThrownBy(() -> SafeFile.write(file, "one"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot write " + file);
  }

  @Test
  void aSecretIsMadeOnceAndKept() {
    Path file = folder.resolve("token");
    String first = SecretFile.kept(file, new SecureRandom());

    assertThat(first).hasSize(43);
    assertThat(SecretFile.kept(file, new SecureRandom())).isEqualTo(first);
    assertThat(SecretFile.kept(folder.resolve("other"), new SecureRandom())).isNotEqualTo(first);
  }
}
