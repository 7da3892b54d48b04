package mesh.pilot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"spring.grpc.server.port=0", "mesh.pilot.state-dir=target/state"})
class PilotApplicationIT {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(strings = {"health", "health/liveness", "health/readiness", "metrics", "proxies"})
  void answersOnActuator(String endpoint) {
    WebTestClient.bindToServer()
        .baseUrl("http://localhost:" + port)
        .build()
        .get()
        .uri("/actuator/" + endpoint)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .returnResult(); // a body that nobody reads is a buffer that nobody releases
  }

  @Test
  void refusesAPropertyThatNobodyReads() {
    assertThatThrownBy(
            () -> SpringApplication.run(PilotApplication.class, "--mesh.pilot.rate-limits.port=1"))
        .hasMessage(
            "mesh.pilot.rate-limits.port: \"1\" (expected: a property of mesh.pilot;"
                + " did you mean rate-limit?)");
  }
}
