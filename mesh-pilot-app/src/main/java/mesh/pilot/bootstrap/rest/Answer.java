package mesh.pilot.bootstrap.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.pilot.document.Yaml;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.server.NotAcceptableStatusException;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers as JSON or YAML, whichever the caller would rather have. Immutable. */
@Component
final class Answer {

  private static final MediaType YAML = MediaType.parseMediaType("application/yaml"); // RFC 9512
  private static final List<MediaType> YAMLS =
      List.of(
          YAML,
          MediaType.parseMediaType("application/x-yaml"),
          MediaType.parseMediaType("text/yaml"),
          MediaType.parseMediaType("text/x-yaml"));

  private final JsonMapper json;

  Answer(JsonMapper json) {
    this.json = json;
  }

  /** Whether a body of this type can be read. */
  static boolean isReadable(MediaType type) {
    return type.isCompatibleWith(MediaType.APPLICATION_JSON)
        || YAMLS.stream().anyMatch(type::isCompatibleWith);
  }

  /** Begins an answer; {@link #body} is to end it. */
  ResponseEntity.BodyBuilder begin(HttpStatusCode status, ServerHttpRequest request) {
    return ResponseEntity.status(status)
        .contentType(isYaml(request) ? YAML : MediaType.APPLICATION_JSON)
        .header("Vary", "Accept");
  }

  /**
   * The body of an answer.
   *
   * @param value of maps, lists, texts, numbers and truths
   */
  byte[] body(Object value, ServerHttpRequest request) {
    return isYaml(request)
        ? Yaml.of(value).getBytes(StandardCharsets.UTF_8)
        : json.writeValueAsBytes(value);
  }

  private static boolean isYaml(ServerHttpRequest request) {
    List<MediaType> accepted = request.getHeaders().getAccept();
    if (accepted.isEmpty()) {
      return false;
    }
    List<MediaType> best = new ArrayList<>(accepted);
    MimeTypeUtils.sortBySpecificity(best);
    best.sort((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue())); // stable
    for (MediaType type : best) {
      if (type.includes(MediaType.APPLICATION_JSON)) {
        return false;
      }
      if (YAMLS.stream().anyMatch(type::includes)) {
        return true;
      }
    }
    throw new NotAcceptableStatusException(List.of(MediaType.APPLICATION_JSON, YAML));
  }
}
