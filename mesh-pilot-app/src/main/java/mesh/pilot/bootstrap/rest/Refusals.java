package mesh.pilot.bootstrap.rest;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers to who may not, in the form of all other errors (RFC 9457). Immutable. */
final class Refusals {

  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  Mono<Void> unauthorized(ServerWebExchange exchange, AuthenticationException why) {
    exchange
        .getResponse()
        .getHeaders()
        .set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"mesh-pilot\"");
    return write(
        exchange,
        HttpStatus.UNAUTHORIZED,
        "Authorization: Bearer TOKEN is needed, with the content of admin-token in"
            + " mesh.pilot.state-dir");
  }

  Mono<Void> forbidden(ServerWebExchange exchange, AccessDeniedException why) {
    return write(
        exchange, HttpStatus.FORBIDDEN, "The reader's token changes nothing; show the admin-token");
  }

  private Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String detail) {
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(status);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setInstance(exchange.getRequest().getURI());
    DataBuffer body = response.bufferFactory().wrap(json.writeValueAsBytes(problem));
    return response.writeWith(Mono.just(body));
  }
}
