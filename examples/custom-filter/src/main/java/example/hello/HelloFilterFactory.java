package example.hello;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Set;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.http.FilterContext;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterFactory;

/** Registers {@code example.hello}: found by its name in META-INF/services. */
public final class HelloFilterFactory implements HttpFilterFactory<Struct> {

  private static final Set<String> SETTINGS = Set.of("greeting", "user_required");

  @Override
  public String name() {
    return "example.hello";
  }

  /** A filter without a proto of its own takes a Struct. */
  @Override
  public Struct prototype() {
    return Struct.getDefaultInstance();
  }

  /** A Struct's fields are checked below, not here. */
  @Override
  public Supported supported() {
    return Supported.none();
  }

  /** Called once for each place where the configuration names the filter. */
  @Override
  public Supplier<HttpFilter> bind(Struct config, FilterContext context) {
    for (String setting : config.getFieldsMap().keySet()) {
      if (!SETTINGS.contains(setting)) {
        throw new InvalidConfigException(setting, "a setting", "one of greeting, user_required");
      }
    }
    Value greeting = config.getFieldsOrDefault("greeting", Value.getDefaultInstance());
    if (greeting.getStringValue().isEmpty()) {
      throw new InvalidConfigException("greeting", greeting.getKindCase(), "a text");
    }
    boolean userRequired =
        config.getFieldsOrDefault("user_required", Value.getDefaultInstance()).getBoolValue();
    var greeted = context.stats().scope(context.statPrefix() + "hello").counter("greeted");

    var filter = new HelloFilter(greeting.getStringValue(), userRequired, greeted);
    return () -> filter; // one for all requests: it keeps nothing about any of them
  }
}
