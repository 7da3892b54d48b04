package mesh.telemetry.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void findsNothingInAGoodEntry() {
    assertThat(of(entry -> {})).isNull();
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(of(HTTPAccessLogEntry.Builder::clearRequest)).isEqualTo(Fault.NO_REQUEST);
    assertThat(of(HTTPAccessLogEntry.Builder::clearCommonProperties))
        .isEqualTo(Fault.NO_COMMON_PROPERTIES);
    assertThat(of(entry -> entry.getCommonPropertiesBuilder().clearStartTime()))
        .isEqualTo(Fault.NO_START_TIME);
    assertThat(Fault.of(TCPAccessLogEntry.getDefaultInstance()))
        .isEqualTo(Fault.NO_CONNECTION_PROPERTIES);
  }

  @Test
  void namesWhatCannotBe() {
    assertThat(
            of(
                entry ->
                    entry
                        .getCommonPropertiesBuilder()
                        .setDuration(Duration.newBuilder().setSeconds(-1))))
        .isEqualTo(Fault.BAD_DURATION);
    assertThat(of(entry -> entry.getResponseBuilder().setResponseCode(UInt32Value.of(7))))
        .isEqualTo(Fault.BAD_CODE);
    assertThat(of(entry -> entry.getRequestBuilder().setRequestBodyBytes(-1)))
        .isEqualTo(Fault.BAD_SIZE);
    assertThat(of(entry -> entry.getCommonPropertiesBuilder().setUpstreamCluster("x".repeat(513))))
        .isEqualTo(Fault.TOO_LONG_NAME);
  }

  @Test
  void takesARequestWithoutResponse() {
    assertThat(of(HTTPAccessLogEntry.Builder::clearResponse)).isNull();
  }

  private static Fault of(Consumer<HTTPAccessLogEntry.Builder> change) {
    HTTPAccessLogEntry.Builder entry = Entries.inbound(Entries.SHOP, "127.0.1.2", 200);
    change.accept(entry);
    return Fault.of(entry.build());
  }
}
