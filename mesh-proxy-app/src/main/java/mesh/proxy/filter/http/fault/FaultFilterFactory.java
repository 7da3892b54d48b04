package mesh.proxy.filter.http.fault;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.fault}. */
public final class FaultFilterFactory implements HttpFilterFactory<HTTPFault> {

  @Override
  public String name() {
    return "envoy.filters.http.fault";
  }

  @Override
  public HTTPFault prototype() {
    return HTTPFault.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return FaultConfig.SUPPORTED;
  }

  @Override
  public Supplier<HttpFilter> bind(HTTPFault proto, FilterContext context) {
    var filter =
        new FaultFilter(
            context.filterName(),
            new Fault(FaultConfig.parse(proto), context),
            FaultStats.of(context.stats(), context.statPrefix()),
            context.nanoClock());
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(prototype());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    return new Fault(FaultConfig.parse((HTTPFault) proto), context);
  }
}
