package mesh.cli.jvm;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The four apps, as their modules build them. */
public enum App {
  PROXY,
  PILOT,
  CA,
  TELEMETRY;

  /** As people call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where the build leaves its jar. */
  public Path jar(Path home) {
    String module = "mesh-" + word() + "-app";
    return home.resolve(module).resolve("target").resolve(module + ".jar");
  }

  /** The app whose jar has this name; the proxy if it is a name of no app. */
  public static App ofJar(Path jar) {
    String file = String.valueOf(jar.getFileName());
    for (App app : List.of(PILOT, CA, TELEMETRY)) {
      if (file.startsWith("mesh-" + app.word() + "-")) {
        return app;
      }
    }
    return PROXY;
  }

  Training training() {
    return switch (this) {
      case PROXY -> new ProxyTraining();
      case PILOT -> AppTraining.PILOT;
      case CA -> AppTraining.CA;
      case TELEMETRY -> AppTraining.TELEMETRY;
    };
  }
}
