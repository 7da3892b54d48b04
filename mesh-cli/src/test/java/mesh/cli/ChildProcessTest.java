package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {

  @Test
  void endsWithTheCodeOfTheChild() throws Exception {
    assertThat(ChildProcess.run(List.of("sh", "-c", "exit 7"))).isEqualTo(7);
  }
}
