package mesh.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdTest {

  @Test
  void isARandomUuid() {
    UUID id = UUID.fromString(RequestId.next());

    assertThat(id.version()).isEqualTo(4);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(RequestId.next()).isNotEqualTo(id.toString()).hasSize(36);
  }

  @Test
  void carriesTheReasonToTrace() {
    String id = RequestId.next();

    assertThat(RequestId.reason(id)).isEqualTo(TraceReason.NOT_TRACEABLE);
    for (TraceReason reason : TraceReason.values()) {
      assertThat(RequestId.reason(RequestId.with(id, reason))).isEqualTo(reason);
    }
    assertThat(RequestId.with(RequestId.with(id, TraceReason.SAMPLED), TraceReason.NOT_TRACEABLE))
        .isEqualTo(id);
  }

  @Test
  void leavesForeignIdentitiesAlone() {
    assertThat(RequestId.with("abc", TraceReason.SAMPLED)).isEqualTo("abc");
    assertThat(RequestId.reason("abc")).isEqualTo(TraceReason.NOT_TRACEABLE);
    assertThat(RequestId.reason(null)).isEqualTo(TraceReason.NOT_TRACEABLE);
  }

  @Test
  void givesTheSameRandomNumberEverywhere() {
    assertThat(RequestId.random("0000abcd-1111-4222-8333-444444444444")).isEqualTo(0xabcd);
    assertThat(RequestId.random("no number")).isEqualTo(-1);
    assertThat(RequestId.random(null)).isEqualTo(-1);
  }
}
