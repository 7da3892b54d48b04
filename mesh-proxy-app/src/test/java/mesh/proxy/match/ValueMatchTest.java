package mesh.proxy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.type.matcher.v3.FilterStateMatcher;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class ValueMatchTest {

  private final Map<String, Object> struct = new HashMap<>();

  @Test
  void comparesValuesOfEveryKind() throws Exception {
    struct.put("text", "abc");
    struct.put("number", 7.0);
    struct.put("flag", true);
    struct.put("list", Arrays.asList("x", 1.0, null));
    struct.put("nothing", null);

    assertThat(matches("text", "string_match { prefix: 'a' }")).isTrue();
    assertThat(matches("number", "double_match { exact: 7 }")).isTrue();
    assertThat(matches("number", "double_match { range { start: 7 end: 8 } }")).isTrue();
    assertThat(matches("number", "double_match { range { start: 6 end: 7 } }")).isFalse();
    assertThat(matches("number", "string_match { exact: '7' }")).isFalse();
    assertThat(matches("flag", "bool_match: true")).isTrue();
    assertThat(matches("list", "list_match { one_of { string_match { exact: 'x' } } }")).isTrue();
    assertThat(matches("list", "list_match { one_of { bool_match: true } }")).isFalse();
    assertThat(matches("nothing", "null_match {}")).isTrue();
    assertThat(
            matches(
                "text",
                "or_match { value_matchers { null_match {} } value_matchers { present_match: true }"
                    + " }"))
        .isTrue();
  }

  @Test
  void tellsNullFromMissing() throws Exception {
    struct.put("nothing", null);

    assertThat(matches("missing", "null_match {}")).isFalse();
    assertThat(matches("missing", "present_match: true")).isFalse();
    assertThat(matches("nothing", "present_match: true")).isTrue();
  }

  @Test
  void walksThePath() throws Exception {
    struct.put("outer", Map.of("inner", "v"));

    assertThat(matches("outer' } path { key: 'inner", "string_match { exact: 'v' }")).isTrue();
    assertThat(matches("outer' } path { key: 'other", "present_match: true")).isFalse();
    assertThat(matches("outer' } path { key: 'inner' } path { key: 'deeper", "present_match: true"))
        .isFalse();
  }

  @Test
  void inverts() throws Exception {
    var matcher =
        metadata("filter: 'ns' path { key: 'k' } value { bool_match: true } invert: true");

    assertThat(matcher.matches(Map.of("ns", Map.of("k", false)))).isTrue();
    assertThat(matcher.matches(Map.of("ns", Map.of("k", true)))).isFalse();
    assertThat(matcher.matches(Map.of())).isTrue();
  }

  @Test
  void looksIntoFilterState() throws Exception {
    var info =
        new StreamInfo(
            new ConnectionInfo(new InetSocketAddress(1), new InetSocketAddress(2)), 0, 0);
    info.filterState().put("text", "abc");
    info.filterState().put("address", InetAddress.getByName("10.1.2.3"));

    assertThat(filterState("key: 'text' string_match { exact: 'abc' }").matches(info)).isTrue();
    assertThat(filterState("key: 'other' string_match { exact: 'abc' }").matches(info)).isFalse();
    assertThat(
            filterState(
                    "key: 'address' address_match { ranges { address_prefix: '10.0.0.0' prefix_len"
                        + " { value: 8 } } }")
                .matches(info))
        .isTrue();
  }

  @Test
  void refusesWhatHasNoPattern() {
    assertThatThrownBy(() -> metadata("filter: 'ns' path { key: 'k' }"))
        .hasMessageStartingWith("value.match_pattern: null (expected: one of null_match, ");
    assertThatThrownBy(() -> metadata("filter: 'ns' value { bool_match: true }"))
        .hasMessage("path: [] (expected: at least one key)");
  }

  private boolean matches(String key, String value) throws Exception {
    return metadata("filter: 'ns' path { key: '" + key + "' } value { " + value + " }")
        .matches(Map.of("ns", struct));
  }

  private static MetadataMatch metadata(String proto) throws Exception {
    return ValueMatchConfig.metadata(TextFormat.parse(proto, MetadataMatcher.class));
  }

  private static FilterStateMatch filterState(String proto) throws Exception {
    return ValueMatchConfig.filterState(TextFormat.parse(proto, FilterStateMatcher.class));
  }
}
