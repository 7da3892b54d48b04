package mesh.cli.jvm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The training of an app that is asked over HTTP.
 *
 * @param arguments of the app, {@code FOLDER} and {@code PORT} to be replaced; the HTTP port is
 *     added
 * @param paths to ask for, once it is ready
 */
record AppTraining(List<String> arguments, List<String> paths) implements Training {

  private static final String READY = "/actuator/health/readiness";
  private static final int ROUNDS = 20;

  // Rules of the kinds that every mesh has, so that their readers are in the cache.
  private static final String RULES =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: training, namespace: training}
      spec:
        hosts: [training.training.svc.cluster.local]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{number: 80, name: http, protocol: HTTP}]
        endpoints: [{address: 127.0.0.1, labels: {version: v1}}]
      ---
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: training, namespace: training}
      spec:
        hosts: [training]
        http:
        - match: [{headers: {x-version: {exact: v1}}}]
          timeout: 1s
          route: [{destination: {host: training}}]
      """;

  static final AppTraining PILOT =
      new AppTraining(
          List.of(
              "--mesh.pilot.config-dir=FOLDER",
              "--mesh.pilot.state-dir=FOLDER/state",
              "--spring.grpc.server.address=127.0.0.1",
              "--spring.grpc.server.port=0"),
          List.of("/api/v1/proxies", "/actuator/prometheus"));

  static final AppTraining CA =
      new AppTraining(
          List.of(
              "--mesh.ca.state-dir=FOLDER/state",
              "--mesh.ca.address=127.0.0.1",
              "--mesh.ca.port=0"),
          List.of("/api/v1/bundle", "/actuator/prometheus"));

  static final AppTraining TELEMETRY =
      new AppTraining(
          List.of(
              "--spring.grpc.server.address=127.0.0.1",
              "--spring.grpc.server.port=0",
              "--mesh.telemetry.zipkin.port=PORT"),
          List.of("/", "/actuator/prometheus"));

  @Override
  public void run(AppJvm jvm, Path cache) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mesh-training");
    try {
      Files.writeString(folder.resolve("rules.yaml"), RULES);
      int port = Training.freePort();
      List<String> line = new ArrayList<>();
      for (String argument : arguments) {
        line.add(
            argument
                .replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(Training.freePort())));
      }
      line.add("--server.address=127.0.0.1");
      line.add("--server.port=" + port);
      String base = "http://127.0.0.1:" + port;
      Training.run(jvm, cache, line, folder.resolve("log"), app -> ask(app, base));
    } finally {
      delete(folder);
    }
  }

  private void ask(Process app, String base) throws IOException, InterruptedException {
    if (!Readiness.awaitOk(URI.create(base + READY), app::isAlive, PATIENCE_SECONDS)) {
      throw new IOException("the app was not ready within " + PATIENCE_SECONDS + " s");
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (String path : paths) {
        Readiness.isOk(URI.create(base + path));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
