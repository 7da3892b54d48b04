package mesh.cli.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A jar taken apart, with a cache of its classes as this JVM keeps them (JEP 483, 514, 515). A
 * start from there takes a third of the CPU. Used by one thread.
 *
 * <p>The folder also says for which jar, flags and JVM it was made; for others it is made again.
 */
public final class FastStart {

  private static final String CACHE = "classes.aot";
  private static final String MADE_FOR = "made-for";
  // The directory of a zip file stands at its end and has a checksum of every entry.
  private static final int TAIL_BYTES = 1 << 17;

  private final AppJvm plain;
  private final Path folder;

  /** An app from a folder that is made of its jar. */
  public FastStart(AppJvm plain, Path folder) {
    this.plain = plain;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The usual folder: beside the jar, so that a clean build takes it away. */
  public static FastStart beside(AppJvm plain) {
    return new FastStart(plain, plain.jar().toAbsolutePath().resolveSibling("fast-start"));
  }

  /** True if the folder suits the jar, the flags and this JVM. */
  public boolean isReady() throws IOException {
    Path madeFor = folder.resolve(MADE_FOR);
    return Files.isReadable(madeFor)
        && Files.isReadable(folder.resolve(CACHE))
        && Files.readString(madeFor).equals(key());
  }

  /** The app from the folder. */
  public AppJvm jvm() {
    return plain.with(folder.resolve(plain.jar().getFileName()));
  }

  /** Flags that make it use the cache, without a word about parts that it has to do without. */
  public List<String> flags() {
    return List.of("-XX:AOTCache=" + folder.resolve(CACHE), "-Xlog:aot*=error");
  }

  /**
   * Makes the folder, unless another process has done so meanwhile. Takes some seconds.
   *
   * @throws IOException if a step fails; the folder is not ready then
   */
  public void make() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (FileChannel channel = open(folder.resolveSibling(folder.getFileName() + ".lock"));
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || isReady()) {
        return;
      }
      prepare();
      App.ofJar(plain.jar()).training().run(jvm(), folder.resolve(CACHE));
      finish();
    }
  }

  /** The first half of {@link #make}: takes the jar apart. The app is then to be trained. */
  public void prepare() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    clear();
    extract();
  }

  /** Flags of a JVM that writes the cache at its end: of what it has needed until then. */
  public List<String> trainingFlags() {
    return Training.flags(folder.resolve(CACHE));
  }

  /**
   * The second half: the folder is ready.
   *
   * @throws IOException if the trained JVM wrote no cache
   */
  public void finish() throws IOException {
    if (!Files.isReadable(folder.resolve(CACHE))) {
      throw new IOException("no cache was written for " + plain.jar());
    }
    Files.writeString(folder.resolve(MADE_FOR), key());
  }

  private void extract() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                AppJvm.java(),
                "-XX:TieredStopAtLevel=1",
                "-Djarmode=tools",
                "-jar",
                plain.jar().toString(),
                "extract",
                "--force",
                "--destination",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("cannot take " + plain.jar() + " apart: " + said.strip());
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> old = Files.walk(folder)) {
      for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    }
  }

  private String key() throws IOException {
    try (var jar = new RandomAccessFile(plain.jar().toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, jar.length())];
      jar.seek(jar.length() - tail.length);
      jar.readFully(tail);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(tail);
      digest.update(Files.readAllBytes(plain.options()));
      digest.update((System.getProperty("java.vm.version") + plain.heap()).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
