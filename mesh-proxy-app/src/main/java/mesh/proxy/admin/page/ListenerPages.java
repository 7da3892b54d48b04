package mesh.proxy.admin.page;

import io.envoyproxy.envoy.admin.v3.ListenerStatus;
import io.envoyproxy.envoy.admin.v3.Listeners;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.admin.AdminAnswer;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPage.Parameter;
import mesh.proxy.admin.AdminRequest;
import mesh.proxy.admin.dump.ProtoAddress;
import mesh.proxy.admin.dump.ProtoJson;
import mesh.proxy.endpoint.Addresses;

/** {@code /listeners}. */
public final class ListenerPages {

  /**
   * One listener.
   *
   * @param addresses where it listens; the first one is its own, others are additional
   */
  public record Shown(String name, List<SocketAddress> addresses) {}

  private final Supplier<Collection<Shown>> listeners;

  public ListenerPages(Supplier<Collection<Shown>> listeners) {
    this.listeners = listeners;
  }

  public List<AdminPage> all() {
    return List.of(
        AdminPage.look(
            "/listeners",
            "print listener info",
            this::answer,
            new Parameter("format", "File format to use; One of (text, json)")));
  }

  private AdminAnswer answer(AdminRequest request) {
    List<Shown> shown = listeners.get().stream().sorted(Comparator.comparing(Shown::name)).toList();
    return request.parameter("format").equals("json")
        ? AdminAnswer.json(json(shown))
        : AdminAnswer.text(out -> write(shown, out));
  }

  private static void write(List<Shown> shown, Appendable out) throws IOException {
    for (Shown listener : shown) {
      for (SocketAddress address : listener.addresses()) {
        out.append(listener.name()).append("::").append(Addresses.text(address)).append('\n');
      }
    }
  }

  private static String json(List<Shown> shown) {
    var listeners = Listeners.newBuilder();
    for (Shown listener : shown) {
      var status = ListenerStatus.newBuilder().setName(listener.name());
      for (int at = 0; at < listener.addresses().size(); at++) {
        var address = ProtoAddress.of(listener.addresses().get(at));
        if (at == 0) {
          status.setLocalAddress(address);
        } else {
          status.addAdditionalLocalAddresses(address);
        }
      }
      listeners.addListenerStatuses(status);
    }
    return ProtoJson.of(listeners.build());
  }
}
