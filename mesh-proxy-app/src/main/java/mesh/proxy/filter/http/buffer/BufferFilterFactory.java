package mesh.proxy.filter.http.buffer;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.Buffer;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.BufferPerRoute;
import java.util.List;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code envoy.filters.http.buffer}. */
public final class BufferFilterFactory implements HttpFilterFactory<Buffer> {

  @Override
  public String name() {
    return "envoy.filters.http.buffer";
  }

  @Override
  public Buffer prototype() {
    return Buffer.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(Supported.all(BufferPerRoute.getDefaultInstance()));
  }

  @Override
  public Supplier<HttpFilter> bind(Buffer proto, FilterContext context) {
    MostBytes most = most(proto);
    return () -> new BufferFilter(context.filterName(), most);
  }

  @Override
  public List<Message> routePrototypes() {
    return List.of(BufferPerRoute.getDefaultInstance());
  }

  @Override
  public MostBytes bindRoute(Message proto, FilterContext context) {
    var route = (BufferPerRoute) proto;
    return switch (route.getOverrideCase()) {
      case DISABLED -> MostBytes.NOT_BUFFERED;
      case BUFFER -> ProtoValue.under("buffer", () -> most(route.getBuffer()));
      case OVERRIDE_NOT_SET ->
          throw new InvalidConfigException("override", null, "disabled or buffer");
    };
  }

  private static MostBytes most(Buffer proto) {
    int bytes = proto.getMaxRequestBytes().getValue();
    if (bytes <= 0) {
      throw new InvalidConfigException(
          "max_request_bytes",
          proto.hasMaxRequestBytes() ? Integer.toUnsignedLong(bytes) : null,
          "1..2^31-1");
    }
    return new MostBytes(bytes);
  }
}
