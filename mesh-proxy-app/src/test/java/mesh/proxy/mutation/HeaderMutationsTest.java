package mesh.proxy.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.net.InetSocketAddress;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class HeaderMutationsTest {

  private final Headers head = new Headers().add("x-a", "1").add("x-b", "2");

  @Test
  void appendsBesideWhatIsThere() {
    apply("{header: {key: X-A, value: 3}}");

    assertThat(head.all("x-a")).containsExactly("1", "3");
  }

  @Test
  void joinsFieldsThatEnvoyKeepsOnce() {
    head.add("user-agent", "x");
    apply("{header: {key: User-Agent, value: y}}");

    apply("{header: {key: User-Agent, value: ''}, keep_empty_value: true}");

    assertThat(head.all("user-agent")).containsExactly("x,y");
  }

  @Test
  void actsAsTheActionSays() {
    apply("{header: {key: x-a, value: new}, append_action: ADD_IF_ABSENT}");
    apply("{header: {key: x-c, value: new}, append_action: ADD_IF_ABSENT}");
    apply("{header: {key: x-b, value: new}, append_action: OVERWRITE_IF_EXISTS}");
    apply("{header: {key: x-d, value: new}, append_action: OVERWRITE_IF_EXISTS}");
    apply("{header: {key: x-e, value: new}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}");
    apply("{header: {key: x-e, value: newer}, append: false}");

    assertThat(head).hasToString("x-a: 1\nx-b: new\nx-c: new\nx-e: newer\n");
  }

  @Test
  void leavesOutEmptyValuesUnlessTheyAreKept() {
    apply("{header: {key: x-c, value: '%REQ(x-missing)%'}}");
    apply("{header: {key: x-d, value: ''}}");
    apply("{header: {key: x-e, value: '%REQ(x-missing)%'}, keep_empty_value: true}");

    assertThat(head.contains("x-c")).isFalse();
    assertThat(head.contains("x-d")).isFalse();
    assertThat(head.get("x-e")).isEmpty();
  }

  @Test
  void removesBeforeItAdds() {
    mutations(
            "request_headers_to_remove: [X-A]\n"
                + "request_headers_to_add: [{header: {key: x-a, value: 9}}]")
        .apply(head, info());

    assertThat(head.all("x-a")).containsExactly("9");
  }

  @Test
  void makesAllValuesBeforeItChangesAny() {
    apply(
        "{header: {key: x-a, value: 'b%REQ(x-b)%'}, append: false},"
            + " {header: {key: x-b, value: 'a%REQ(x-a)%'}, append: false}");

    assertThat(head.get("x-a")).isEqualTo("b2");
    assertThat(head.get("x-b")).isEqualTo("a1");
  }

  @Test
  void doesNothingWithoutConfiguration() {
    assertThat(mutations("").doSomething()).isFalse();
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertThatThrownBy(() -> mutations("request_headers_to_remove: [a, ':path']"))
        .hasMessage(
            "request_headers_to_remove[1]: :path (expected: a header field that is neither host nor"
                + " starts with a colon)");
    assertThatThrownBy(
            () -> mutations("request_headers_to_add: [{header: {key: a, value: '100%'}}]"))
        .hasMessage(
            "request_headers_to_add[0].header.value: 100% (expected: an operator's name of A-Z, 0-9"
                + " and _ behind %, or %% for a percent sign, at position 3)");
  }

  private void apply(String additions) {
    mutations("request_headers_to_add: [" + additions + "]").apply(head, info());
  }

  private StreamInfo info() {
    var connection = new ConnectionInfo(new InetSocketAddress(1), new InetSocketAddress(2));
    var info = new StreamInfo(connection, 0, 0);
    info.requestHead = head;
    return info;
  }

  private static HeaderMutations mutations(String yaml) {
    var proto = ProtoYaml.parse(RouteConfiguration.getDefaultInstance(), yaml);
    return MutationConfig.parse(
        "request_headers",
        proto.getRequestHeadersToAddList(),
        proto.getRequestHeadersToRemoveList());
  }
}
