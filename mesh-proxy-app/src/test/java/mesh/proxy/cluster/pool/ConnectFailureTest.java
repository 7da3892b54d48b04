package mesh.proxy.cluster.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class ConnectFailureTest {

  @Test
  void speaksAsEnvoyOfWhatTheNativeTransportSays() {
    assertThat(text("finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:1"))
        .isEqualTo("delayed connect error: Connection refused");
    assertThat(text("connect(..) failed with error(-101): Network is unreachable: /10.0.0.1:1"))
        .isEqualTo("immediate connect error: Network is unreachable");
  }

  @Test
  void speaksAsEnvoyOfWhatTheJdkSays() {
    assertThat(text("Connection refused: no further information: /127.0.0.1:1"))
        .isEqualTo("delayed connect error: Connection refused");
    assertThat(text("Connection refused")).isEqualTo("delayed connect error: Connection refused");
  }

  @Test
  void saysNothingOfWhatIsUnknown() {
    assertThat(ConnectFailure.text(null)).isEmpty();
    assertThat(ConnectFailure.text(new ConnectException())).isEmpty();
  }

  private static String text(String message) {
    return ConnectFailure.text(new ConnectException(message));
  }
}
