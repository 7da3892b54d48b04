package mesh.proxy.route;

import static mesh.proxy.route.Tables.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import mesh.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PerFilterConfigTest {

  private static final String VALUE =
      "{'@type': type.googleapis.com/google.protobuf.StringValue, value: %s}";
  private static final String WRAPPED =
      "{'@type': type.googleapis.com/envoy.config.route.v3.FilterConfig, %s}";
  private static final RouteContext CONTEXT =
      new RouteContext(PerFilterConfigTest::bind, name -> true, false);

  @Test
  void resolvesTheMostSpecificLevel() {
    Route route =
        route(
            "typed_per_filter_config: {f: %s, g: %s}"
                .formatted(VALUE.formatted("table"), VALUE.formatted("table")),
            "f: " + VALUE.formatted("host"),
            "f: " + VALUE.formatted("route"));

    assertThat(route.filterConfig("f")).isEqualTo("route");
    assertThat(route.filterConfigs("f")).containsExactly("table", "host", "route");
    assertThat(route.filterConfig("g")).isEqualTo("table");
    assertThat(route.filterConfig("h")).isNull();
    assertThat(route.filterConfigs("h")).isEmpty();
  }

  @Test
  void switchesFiltersOffAndOn() {
    Route route =
        route(
            "typed_per_filter_config: {f: %s, g: %s}"
                .formatted(
                    WRAPPED.formatted("disabled: true"), WRAPPED.formatted("disabled: true")),
            "h: " + WRAPPED.formatted("disabled: true"),
            "f: " + WRAPPED.formatted("config: " + VALUE.formatted("on")));

    assertThat(route.isFilterDisabled("f")).isFalse();
    assertThat(route.filterConfig("f")).isEqualTo("on");
    assertThat(route.isFilterDisabled("g")).isTrue();
    assertThat(route.isFilterDisabled("h")).isTrue();
    assertThat(route.isFilterDisabled("i")).isNull();
  }

  @Test
  void namesTheFilterWhoseConfigurationIsWrong() {
    assertThatThrownBy(() -> route("", "f: " + VALUE.formatted("bad"), ""))
        .hasMessage(
            "virtual_hosts[0].typed_per_filter_config[\"f\"].value: bad (expected: better)");
  }

  @Test
  void tellsTheBinderWhatIsOptional() {
    Route route =
        route(
            "",
            "",
            "f: " + WRAPPED.formatted("is_optional: true, config: " + VALUE.formatted("unknown")));

    assertThat(route.filterConfig("f")).isNull();
  }

  private static Route route(String table, String ofHost, String ofRoute) {
    String yaml =
        table
            + "\nvirtual_hosts: [{name: v, domains: ['*'], typed_per_filter_config: {"
            + ofHost
            + "}, routes: [{match: {prefix: /}, typed_per_filter_config: {"
            + ofRoute
            + "}, route: {cluster: c}}]}]";
    Route route = Tables.find(Tables.table(yaml, CONTEXT), get("/"));
    assertThat(route).isNotNull();
    return route;
  }

  private static @Nullable Object bind(String name, Any config, boolean optional) {
    try {
      String value = config.unpack(StringValue.class).getValue();
      if (value.equals("bad")) {
        throw new InvalidConfigException("value", value, "better");
      }
      return value.equals("unknown") && optional ? null : value;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
