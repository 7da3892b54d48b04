package mesh.proxy.admin.page;

import java.util.List;
import java.util.function.Consumer;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.health.HealthState;

/** Pages that make the process do something, and answer OK. */
public final class CommandPages {

  private final ServerControl control;
  private final HealthState health;

  public CommandPages(ServerControl control, HealthState health) {
    this.control = control;
    this.health = health;
  }

  public List<AdminPage> all() {
    return List.of(
        command(
            "/healthcheck/fail",
            "cause the server to fail health checks",
            request -> health.fail()),
        command(
            "/healthcheck/ok",
            "cause the server to pass health checks",
            request -> health.recover()),
        command(
            "/drain_listeners",
            "drain listeners",
            this::drain,
            new Parameter(
                "graceful",
                "When draining listeners, enter a graceful drain period prior to closing"
                    + " listeners."),
            new Parameter(
                "skip_exit",
                "When draining listeners, drain the connections but never stop the listeners. The"
                    + " graceful parameter has no effect when this is set."),
            new Parameter(
                "inboundonly",
                "Drains all inbound listeners, as told by the traffic_direction of the listener.")),
        command("/reopen_logs", "reopen access logs", request -> control.reopenLogs()),
        command("/quitquitquit", "exit the server", request -> control.quit()));
  }

  private void drain(AdminRequest request) {
    control.drain(
        new ServerControl.Drain(
            request.has("graceful"), request.has("inboundonly"), request.has("skip_exit")));
  }

  private static AdminPage command(
      String path, String help, Consumer<AdminRequest> task, Parameter... parameters) {
    return AdminPage.change(
        path,
        help,
        request -> {
          task.accept(request);
          return AdminAnswer.ok();
        },
        parameters);
  }
}
