package mesh.telemetry;

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
    properties = {"spring.grpc.server.port=0", "mesh.telemetry.zipkin.port=0"})
class TelemetryApplicationIT {

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(strings = {"health", "health/liveness", "health/readiness", "metrics", "prometheus"})
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
            () ->
                SpringApplication.run(TelemetryApplication.class, "--mesh.telemetry.retension=1h"))
        .hasMessage(
            "mesh.telemetry.retension: \"1h\" (expected: a property of mesh.telemetry; did you mean"
                + " retention?)");
  }
}
