package mesh.cli.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.cli.jvm.App;
import mesh.cli.jvm.AppJvm;
import mesh.cli.jvm.StartedJvm;
import mesh.cli.local.Program.Stage;

/** Which programs a mesh on this machine is made of, with their commands. Immutable. */
final class Plan {

  static final URI CA_HTTP = URI.create("http://127.0.0.1:8061");

  private static final String LOOPBACK = "127.0.0.1";
  private static final String READY = "/actuator/health/readiness";
  private static final String CA_ADDRESS = "127.0.0.1:8060";
  private static final int PILOT_PORT = 15010;
  private static final int SECURE_PORT = 15012;

  /** Where proxies ask for their configuration. */
  static final String PILOT_MUTUAL = LOOPBACK + ":" + SECURE_PORT;

  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

  // Idle connections stay: a server that closes one while a request is on its way fails it.
  private static final List<String> DEMO_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          FIRST_COMPILER,
          "-Xmx32m",
          "-Xss256k",
          "-Dsun.net.httpserver.nodelay=true",
          "-Dsun.net.httpserver.idleInterval=86400",
          "-Dsun.net.httpserver.maxIdleConnections=2000",
          "-Dhttp.maxConnections=100");

  private final Folders folders;
  private final Topology topology;
  private final Map<App, StartedJvm> jvms;
  private final String ttl;

  /**
   * A plan.
   *
   * @param ttl of certificates
   */
  Plan(Folders folders, Topology topology, Map<App, StartedJvm> jvms, String ttl) {
    this.folders = folders;
    this.topology = topology;
    this.jvms = Map.copyOf(jvms);
    this.ttl = ttl;
  }

  /** All of it, in order of the start. */
  List<Program> programs() {
    List<Program> programs = new ArrayList<>(List.of(ca(), pilot(), telemetry()));
    topology.workloads().forEach(workload -> programs.add(workload(workload)));
    topology.workloads().forEach(workload -> programs.add(sidecar(workload)));
    programs.add(gateway());
    return programs;
  }

  private Program ca() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.address=" + LOOPBACK,
                "--mesh.ca.address=" + LOOPBACK,
                "--mesh.ca.state-dir=" + folders.state("ca")));
    arguments.addAll(ownSettings(App.CA));
    return app(App.CA, Stage.AUTHORITY, arguments, CA_HTTP, List.of(8060, 8061));
  }

  private Program pilot() {
    String rules = String.join(",", topology.rules().stream().map(Path::toString).toList());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.address=" + LOOPBACK,
                "--spring.grpc.server.address=" + LOOPBACK,
                "--mesh.pilot.config-dir=" + rules,
                "--mesh.pilot.state-dir=" + folders.state("pilot")));
    arguments.addAll(identity("mesh.pilot", "pilot", Enrolment.PILOT));
    arguments.addAll(ownSettings(App.PILOT));
    return app(
        App.PILOT,
        Stage.CONTROL,
        arguments,
        URI.create("http://127.0.0.1:15014"),
        List.of(PILOT_PORT, SECURE_PORT, 15014));
  }

  private Program telemetry() {
    List<String> arguments =
        new ArrayList<>(
            List.of("--server.address=" + LOOPBACK, "--spring.grpc.server.address=" + LOOPBACK));
    Path limits = topology.folder().resolve("ratelimit");
    if (Files.isDirectory(limits)) {
      arguments.add("--mesh.telemetry.rate-limit.config-dir=" + limits);
    }
    arguments.addAll(ownSettings(App.TELEMETRY));
    return app(
        App.TELEMETRY,
        Stage.CONTROL,
        arguments,
        URI.create("http://127.0.0.1:9093"),
        List.of(9091, 9093, 9411));
  }

  // For a handful of proxies the second compiler costs these more than it ever gives back.
  private Program app(App app, Stage stage, List<String> arguments, URI http, List<Integer> ports) {
    List<String> command = new ArrayList<>(jvm(app).commandLine(arguments));
    command.add(1, FIRST_COMPILER);
    return new Program(
        app.word(),
        stage,
        command,
        http.resolve(READY),
        ports.stream().map(port -> LOOPBACK + ":" + port).toList());
  }

  // application.yml of the app for this folder: pilot.yml
  private List<String> ownSettings(App app) {
    Path file = topology.folder().resolve(app.word() + ".yml");
    return Files.isReadable(file)
        ? List.of("--spring.config.additional-location=" + file.toUri())
        : List.of();
  }

  private Path enrolled(String name, String suffix) {
    return folders.run().resolve(name + suffix);
  }

  private List<String> identity(String prefix, String name, String spiffeId) {
    return List.of(
        "--" + prefix + ".identity.ca-address=" + CA_ADDRESS,
        "--" + prefix + ".identity.root-file=" + enrolled("root", ".pem"),
        "--" + prefix + ".identity.token-file=" + enrolled(name, ".token"),
        "--" + prefix + ".identity.state-dir=" + folders.state(name),
        "--" + prefix + ".identity.spiffe-id=" + spiffeId,
        "--" + prefix + ".identity.ttl=" + ttl);
  }

  private Program workload(Topology.Workload workload) {
    List<String> command = new ArrayList<>();
    command.add(AppJvm.java());
    command.addAll(DEMO_FLAGS);
    command.addAll(
        List.of(
            "-cp",
            folders.home().resolve("mesh-cli/target/mesh-cli.jar").toString(),
            "mesh.cli.demo.DemoService",
            "--name",
            workload.name(),
            "--service",
            workload.service(),
            "--version",
            workload.version(),
            "--address",
            workload.appAddress(),
            "--port",
            Integer.toString(workload.port())));
    if (workload.calls() != null) {
      command.addAll(
          List.of(
              "--calls",
              workload.calls().toString(),
              "--through",
              workload.address() + ":" + Sidecar.OUTBOUND_PORT));
    }
    String at = workload.appAddress() + ":" + workload.port();
    return new Program(
        workload.name(),
        Stage.WORKLOAD,
        command,
        URI.create("http://" + at + "/health"),
        List.of(at));
  }

  private Program sidecar(Topology.Workload workload) {
    return proxy(
        Topology.sidecarOf(workload),
        Stage.SIDECAR,
        workload.address(),
        List.of(workload.port(), Sidecar.OUTBOUND_PORT));
  }

  private Program gateway() {
    return proxy(
        Topology.GATEWAY, Stage.GATEWAY, topology.gateway().address(), topology.gateway().ports());
  }

  private Program proxy(String name, Stage stage, String address, List<Integer> traffic) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--mesh.proxy.config=" + enrolled(name, ".yaml"),
                "--mesh.proxy.concurrency=1",
                "--mesh.proxy.drain-time=2s",
                "--server.address=" + address,
                "--server.port=" + Sidecar.ACTUATOR_PORT));
    Sidecar proxy = java.util.Objects.requireNonNull(topology.proxies().get(name), name);
    arguments.addAll(identity("mesh.proxy", name, proxy.spiffeId()));
    arguments.addAll(ownSettings(App.PROXY));
    List<Integer> ports = new ArrayList<>(traffic);
    ports.addAll(
        List.of(Sidecar.ADMIN_PORT, Sidecar.ACTUATOR_PORT, Sidecar.READY_PORT, Sidecar.STATS_PORT));
    return new Program(
        name,
        stage,
        jvm(App.PROXY).commandLine(arguments),
        URI.create("http://" + address + ":" + Sidecar.ADMIN_PORT + "/ready"),
        ports.stream().map(port -> address + ":" + port).toList());
  }

  private StartedJvm jvm(App app) {
    return java.util.Objects.requireNonNull(jvms.get(app), app.word());
  }
}
