package mesh.telemetry.policy.ratelimit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of a folder, read again when a file in it has changed. All files together are one
 * configuration: if one is wrong, all stay as they were. One thread looks; all may ask.
 */
public final class RateLimitFolder {

  private static final Logger log = LoggerFactory.getLogger(RateLimitFolder.class);

  private final @Nullable Path folder;
  private final Counter loaded;
  private final Counter refusals;
  private volatile RateLimitRules rules = RateLimitRules.NONE;
  private List<Seen> before = List.of();

  private record Seen(Path file, long size, FileTime modified) {}

  /**
   * A folder.
   *
   * @param folder null for no limits at all
   */
  public RateLimitFolder(@Nullable Path folder, MeterRegistry registry) {
    this.folder = folder;
    this.loaded = registry.counter("ratelimit.service.config_load_success");
    this.refusals = registry.counter("ratelimit.service.config_load_error");
  }

  /**
   * Reads the folder for the first time.
   *
   * @throws InvalidConfigException if it is not there, or something in it is wrong
   */
  public void load() {
    if (folder == null) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidConfigException("mesh.telemetry.rate-limit.config-dir", folder, "a folder");
    }
    try {
      before = look(folder);
      rules = read(before);
      loaded.increment();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Reads the folder if something has changed; tells of what is wrong once. */
  public void refresh() {
    if (folder == null) {
      return;
    }
    List<Seen> now;
    try {
      now = look(folder);
    } catch (IOException e) {
      now = List.of(); // changes again when it is back
      refuse(now, unreadable(folder, e));
    }
    if (now.equals(before)) {
      return;
    }
    before = now;
    try {
      rules = read(now);
      loaded.increment();
      log.atInfo().addKeyValue("folder", folder).log("Rate limits are loaded");
    } catch (InvalidConfigException e) {
      refuse(now, e);
    }
  }

  RateLimitRules rules() {
    return rules;
  }

  private void refuse(List<Seen> now, InvalidConfigException e) {
    boolean isNews = !now.isEmpty() || !before.isEmpty();
    before = now;
    if (isNews) {
      refusals.increment();
      log.atWarn()
          .addKeyValue("folder", String.valueOf(folder))
          .log("Rate limits are refused, the last ones stay: {}", e.getMessage());
    }
  }

  private static InvalidConfigException unreadable(Path file, IOException e) {
    return new InvalidConfigException(file.toString(), e.toString(), "readable");
  }

  private static RateLimitRules read(List<Seen> files) {
    var texts = new RateLimitText();
    for (Seen seen : files) {
      try {
        texts.add(seen.file().getFileName().toString(), Files.readString(seen.file()));
      } catch (IOException e) {
        throw unreadable(seen.file(), e);
      }
    }
    return texts.rules();
  }

  private static List<Seen> look(Path folder) throws IOException {
    List<Seen> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(RateLimitFolder::isYaml).sorted().toList()) {
        found.add(new Seen(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    return found;
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    boolean isNamed = name.endsWith(".yaml") || name.endsWith(".yml");
    return isNamed && !name.startsWith(".") && Files.isRegularFile(file);
  }
}
