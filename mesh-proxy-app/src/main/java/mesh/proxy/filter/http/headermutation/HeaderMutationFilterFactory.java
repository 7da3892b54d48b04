package mesh.proxy.filter.http.headermutation;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute;
import java.util.List;
import java.util.function.Supplier;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.header_mutation}. */
public final class HeaderMutationFilterFactory implements HttpFilterFactory<HeaderMutation> {

  @Override
  public String name() {
    return "envoy.filters.http.header_mutation";
  }

  @Override
  public HeaderMutation prototype() {
    return HeaderMutation.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return MutationsConfig.SUPPORTED;
  }

  @Override
  public Supplier<HttpFilter> bind(HeaderMutation proto, FilterContext context) {
    Mutations own =
        ProtoValue.under("mutations", () -> MutationsConfig.parse(proto.getMutations()));
    var filter =
        new HeaderMutationFilter(
            context.filterName(), own, proto.getMostSpecificHeaderMutationsWins());
    return () -> filter;
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(HeaderMutationPerRoute.getDefaultInstance());
  }

  @Override
  public Object bindRoute(Message proto, FilterContext context) {
    var mutations = ((HeaderMutationPerRoute) proto).getMutations();
    return ProtoValue.under("mutations", () -> MutationsConfig.parse(mutations));
  }
}
