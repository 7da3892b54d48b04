package mesh.cli.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Something to run. Immutable.
 *
 * @param name unique: {@code pilot}, {@code stock-v1-1}
 * @param command what to execute
 * @param ready address that answers 200 once it is ready
 * @param ports that it takes, {@code 127.0.0.1:15010}
 */
record Program(String name, Stage stage, List<String> command, URI ready, List<String> ports) {

  static final String SUFFIX = ".program";

  /** In order of the start; the end is the other way round. */
  enum Stage {
    AUTHORITY,
    CONTROL,
    WORKLOAD,
    SIDECAR,
    GATEWAY
  }

  Program {
    command = List.copyOf(command);
    ports = List.copyOf(ports);
  }

  /** Writes it down, so that another launcher can start and end it. */
  void write(Path folder) throws IOException {
    var properties = new Properties();
    properties.setProperty("stage", stage.name());
    properties.setProperty("ready", ready.toString());
    properties.setProperty("ports", String.join(" ", ports));
    for (int at = 0; at < command.size(); at++) {
      properties.setProperty("command." + at, command.get(at));
    }
    try (Writer writer = Files.newBufferedWriter(folder.resolve(name + SUFFIX))) {
      properties.store(writer, null);
    }
  }

  static Program read(Path file) throws IOException {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    List<String> command = new ArrayList<>();
    for (String part = properties.getProperty("command.0");
        part != null;
        part = properties.getProperty("command." + command.size())) {
      command.add(part);
    }
    String fileName = String.valueOf(file.getFileName());
    return new Program(
        fileName.substring(0, fileName.length() - SUFFIX.length()),
        Stage.valueOf(properties.getProperty("stage")),
        command,
        URI.create(properties.getProperty("ready")),
        Arrays.stream(properties.getProperty("ports").split(" "))
            .filter(port -> !port.isEmpty())
            .toList());
  }
}
