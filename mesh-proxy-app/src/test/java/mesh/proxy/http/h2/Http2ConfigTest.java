package mesh.proxy.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import mesh.proxy.http.HttpLimits;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h2.frame.FloodLimits;
import org.junit.jupiter.api.Test;

class Http2ConfigTest {

  @Test
  void isEnvoysWhenNothingIsSet() throws Exception {
    assertThat(parse("")).isEqualTo(Http2Config.ENVOY);
  }

  @Test
  void readsEveryField() throws Exception {
    Http2Config config =
        parse(
            """
            hpack_table_size { value: 0 }
            max_concurrent_streams { value: 7 }
            initial_stream_window_size { value: 65535 }
            initial_connection_window_size { value: 70000 }
            allow_connect: true
            max_outbound_frames { value: 1 }
            max_outbound_control_frames { value: 2 }
            max_consecutive_inbound_frames_with_empty_payload { value: 0 }
            max_inbound_priority_frames_per_stream { value: 4 }
            max_inbound_window_update_frames_per_data_frame_sent { value: 5 }
            override_stream_error_on_invalid_http_message { value: true }
            connection_keepalive {
              interval { seconds: 2 }
              timeout { nanos: 3000000 }
              interval_jitter { value: 0 }
              connection_idle_interval { seconds: 4 }
            }
            """);

    assertThat(config)
        .isEqualTo(
            Http2Config.ENVOY
                .but()
                .hpackTableSize(0)
                .maxConcurrentStreams(7)
                .streamWindow(65_535)
                .connectionWindow(70_000)
                .allowConnect(true)
                .streamErrors(true)
                .floods(new FloodLimits(1, 2, 0, 4, 5))
                .keepalive(new KeepaliveTimes(2000, 3, 0, 4000))
                .build());
  }

  @Test
  void namesWhatIsOutOfRange() {
    refuses("max_concurrent_streams {}", "max_concurrent_streams: 0 (expected: 1..2^31-1)");
    refuses(
        "initial_stream_window_size { value: 9 }",
        "initial_stream_window_size: 9 (expected: 65535..2^31-1)");
    refuses(
        "initial_connection_window_size { value: 4294967295 }",
        "initial_connection_window_size: 4294967295 (expected: 65535..2^31-1)");
    refuses("max_outbound_frames {}", "max_outbound_frames: 0 (expected: >= 1)");
    refuses("max_outbound_control_frames {}", "max_outbound_control_frames: 0 (expected: >= 1)");
    refuses(
        "max_inbound_window_update_frames_per_data_frame_sent {}",
        "max_inbound_window_update_frames_per_data_frame_sent: 0 (expected: >= 1)");
    refuses(
        "connection_keepalive {}",
        "connection_keepalive.timeout: null (expected: a duration >= 1ms)");
    refuses(
        "connection_keepalive { timeout { nanos: 1 } }",
        "connection_keepalive.timeout: 0.000000001s (expected: >= 1ms)");
  }

  @Test
  void declaresWhatItReads() throws Exception {
    Http2ProtocolOptions.Builder options = Http2ProtocolOptions.newBuilder();
    TextFormat.merge("custom_settings_parameters { identifier {} value {} }", options);

    assertThat(Http2Config.SUPPORTED.undeclared()).isEmpty();
    assertThatThrownBy(() -> Http2Config.SUPPORTED.check(options.build()))
        .hasMessageContaining("custom_settings_parameters");
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> parse(text)).hasMessage(message);
  }

  private static Http2Config parse(String text) throws Exception {
    Http2ProtocolOptions.Builder options = Http2ProtocolOptions.newBuilder();
    TextFormat.merge(text, options);
    return Http2Config.parse(options.build(), HttpLimits.ENVOY, UnderscorePolicy.ALLOW);
  }
}
