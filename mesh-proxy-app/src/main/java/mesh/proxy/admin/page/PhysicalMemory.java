package mesh.proxy.admin.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the system gives to this process. */
public final class PhysicalMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final int KIB = 1024;

  private PhysicalMemory() {}

  /** 0 if the system does not say. */
  public static long residentBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return 0; // not Linux, or not readable
    }
    return 0;
  }
}
