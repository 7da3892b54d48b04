package mesh.proxy.admin.page;

import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.admin.v3.Memory;
import io.envoyproxy.envoy.admin.v3.ServerInfo;
import io.envoyproxy.envoy.admin.v3.UnreadyTargetsDumps;
import io.envoyproxy.envoy.admin.v3.UnreadyTargetsDumps.UnreadyTargetsDump;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.admin.dump.ProtoJson;

/** What the process is and in what state. */
public final class ServerPages {

  private static final int READY = 200;
  private static final int NOT_READY = 503;

  private final ServerFacts facts;
  private final Supplier<List<String>> warmingClusters;

  /**
   * @param warmingClusters names of clusters that startup waits for
   */
  public ServerPages(ServerFacts facts, Supplier<List<String>> warmingClusters) {
    this.facts = facts;
    this.warmingClusters = warmingClusters;
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.look("/server_info", "print server version/status information", this::info),
        ready("/ready"),
        AdminPage.look("/memory", "print current allocation/heap usage", this::memory),
        AdminPage.look(
            "/init_dump",
            "dump current init manager information (experimental)",
            this::init,
            new Parameter(
                "mask",
                "The desired component to dump unready targets. For example,"
                    + " /init_dump?mask=cluster")),
        AdminPage.look(
            "/hot_restart_version",
            "print the hot restart compatibility version",
            request -> AdminAnswer.text("disabled")),
        AdminPage.look(
            "/contention",
            "dump current mutex contention stats (if enabled)",
            request ->
                AdminAnswer.text(
                    "Mutex contention tracing is not enabled. To enable, run Envoy with flag"
                        + " --enable-mutex-tracing.")));
  }

  /** The page that says whether this proxy is ready. */
  public AdminPage ready(String path) {
    return AdminPage.look(
        path, "print server state, return 200 if LIVE, otherwise return 503", this::ready);
  }

  private AdminAnswer info(AdminRequest request) {
    long seconds = facts.uptime().toSeconds();
    ServerInfo info =
        ServerInfo.newBuilder()
            .setVersion(facts.version())
            .setState(facts.state())
            .setUptimeCurrentEpoch(Durations.fromSeconds(seconds))
            .setUptimeAllEpochs(Durations.fromSeconds(seconds))
            .setHotRestartVersion("disabled")
            .setCommandLineOptions(facts.options())
            .setNode(facts.node())
            .build();
    return AdminAnswer.json(ProtoJson.complete(info));
  }

  private AdminAnswer ready(AdminRequest request) {
    ServerInfo.State state = facts.state();
    return AdminAnswer.text(state == ServerInfo.State.LIVE ? READY : NOT_READY, state + "\n");
  }

  private AdminAnswer memory(AdminRequest request) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    Memory memory =
        Memory.newBuilder()
            .setAllocated(heap.getUsed())
            .setHeapSize(heap.getCommitted())
            .setPageheapFree(heap.getCommitted() - heap.getUsed())
            .setTotalPhysicalBytes(PhysicalMemory.residentBytes())
            .build();
    return AdminAnswer.json(ProtoJson.complete(memory));
  }

  private AdminAnswer init(AdminRequest request) {
    var dumps = UnreadyTargetsDumps.newBuilder();
    List<String> clusters = warmingClusters.get();
    String mask = request.parameter("mask");
    if (!clusters.isEmpty() && (mask.isEmpty() || mask.equals("cluster"))) {
      dumps.addUnreadyTargetsDumps(
          UnreadyTargetsDump.newBuilder().setName("clusters").addAllTargetNames(clusters));
    }
    return AdminAnswer.json(ProtoJson.of(dumps.build()));
  }
}
