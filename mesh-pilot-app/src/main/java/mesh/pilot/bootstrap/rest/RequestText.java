package mesh.pilot.bootstrap.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.pilot.bootstrap.PilotProperties;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/** Reads bodies of requests, up to a limit. Immutable. */
@Component
final class RequestText {

  private final int most;

  RequestText(PilotProperties properties) {
    this.most = (int) Math.min(Integer.MAX_VALUE, properties.rulesApi().maxBody().toBytes());
  }

  /** The body; empty if there is none. A body without type is taken for what it is. */
  Mono<String> of(ServerHttpRequest request) {
    MediaType type = request.getHeaders().getContentType();
    if (type != null && !Answer.isReadable(type)) {
      return Mono.error(
          new UnsupportedMediaTypeStatusException(
              type,
              List.of(MediaType.APPLICATION_JSON, MediaType.parseMediaType("application/yaml"))));
    }
    if (request.getHeaders().getContentLength() > most) {
      return Mono.error(tooLarge());
    }
    return DataBufferUtils.join(request.getBody(), most)
        .onErrorMap(DataBufferLimitException.class, e -> tooLarge())
        .map(RequestText::text)
        .defaultIfEmpty("");
  }

  private ResponseStatusException tooLarge() {
    return new ResponseStatusException(
        HttpStatus.CONTENT_TOO_LARGE,
        "The body has more than " + most + " bytes (mesh.pilot.rules-api.max-body)");
  }

  private static String text(DataBuffer buffer) {
    try {
      var bytes = new byte[buffer.readableByteCount()];
      buffer.read(bytes);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The body is no UTF-8 text", e);
    } finally {
      DataBufferUtils.release(buffer);
    }
  }
}
