package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads steps as the case files write them. */
final class Steps {

  private static final int RST_STREAM = 3;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final Map<Integer, String> REASONS =
      Map.of(200, "OK", 404, "Not Found", 500, "Internal Server Error", 503, "Service Unavailable");

  /** What a client does: one text is one request. */
  static List<Step> client(Object written) {
    return written instanceof String text
        ? List.of(new Step.Send(Wire.message(text), true))
        : Tree.list(written).stream().flatMap(Steps::step).toList();
  }

  /** What a server does with one request: a name, a status, a whole response, or steps. */
  static List<Step> server(Object written) {
    return switch (written) {
      case Integer status -> List.of(new Step.Send(answer(status), false));
      case String text when text.startsWith("HTTP/") ->
          List.of(new Step.Send(Wire.message(text), false));
      case String word -> step(word).toList();
      default -> Tree.list(written).stream().flatMap(Steps::step).toList();
    };
  }

  static Duration duration(Object written) {
    String text = String.valueOf(written);
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.ofMillis(
            Math.round(1000 * Double.parseDouble(text.substring(0, text.length() - 1))));
  }

  private static Stream<Step> step(Object written) {
    if (!(written instanceof Map<?, ?>)) {
      return word(written);
    }
    Map<String, Object> map = Tree.map(written);
    String name = map.keySet().iterator().next();
    Object value = map.get(name);
    String text = String.valueOf(value);
    return Stream.of(
        switch (name) {
          case "send" -> new Step.Send(Wire.message(text), true);
          case "answer" ->
              new Step.Send(
                  value instanceof Integer code ? answer(code) : Wire.message(text), false);
          case "bytes" -> new Step.Send(Wire.bytes(text), false);
          case "pause" -> new Step.Pause(duration(text));
          case "await" -> new Step.Await(Integer.parseInt(text));
          case "until" -> new Step.Until(text);
          case "headers" -> new Step.Headers(headers(text), ends(map, true), true);
          case "head" -> new Step.Headers(headers(text), ends(map, false), false);
          case "trailers" -> new Step.Headers(headers(text), ends(map, true), false);
          case "data" -> new Step.Data(Wire.bytes(text), ends(map, false));
          case "rst" -> new Step.Frame(RST_STREAM, 0, null, integers(Integer.parseInt(text)));
          case "goaway" -> new Step.Frame(GOAWAY, 0, 0, integers(0, Integer.parseInt(text)));
          case "window" -> new Step.Frame(WINDOW_UPDATE, 0, 0, integers(Integer.parseInt(text)));
          case "frame" -> frame(Tree.map(value));
          default -> throw new IllegalArgumentException(name + " (expected: a step)");
        });
  }

  private static Stream<Step> word(Object written) {
    if (written instanceof Integer status) {
      return Stream.of(new Step.Send(answer(status), false));
    }
    return switch (String.valueOf(written)) {
      case "ok" -> Stream.of(new Step.Send(answer(200), false));
      case "read head" -> Stream.of(new Step.HeadOnly());
      case "stall" -> Stream.of(new Step.Stall());
      case "finish" -> Stream.of(new Step.Finish());
      case "close" -> Stream.of(new Step.Close());
      case "reset" -> Stream.of(new Step.Reset());
      default -> throw new IllegalArgumentException(written + " (expected: a step)");
    };
  }

  private static boolean ends(Map<String, Object> step, boolean otherwise) {
    return step.getOrDefault("end", otherwise).equals(true);
  }

  private static byte[] answer(int status) {
    String body = status == 200 ? "ok" : String.valueOf(status);
    String reason = REASONS.getOrDefault(status, "Some");
    List<String> lines =
        List.of(
            "HTTP/1.1 " + status + " " + reason,
            "content-length: " + body.length(),
            "content-type: text/plain",
            "",
            body);
    return String.join("\r\n", lines).getBytes(US_ASCII);
  }

  private static List<Map.Entry<String, String>> headers(String text) {
    List<Map.Entry<String, String>> found = new ArrayList<>();
    for (String line : text.strip().lines().toList()) {
      int colon = line.indexOf(": ", 1);
      byte[] value = Wire.bytes(line.substring(colon + 2));
      found.add(Map.entry(line.substring(0, colon), new String(value, ISO_8859_1)));
    }
    return found;
  }

  private static Step.Frame frame(Map<String, Object> written) {
    return new Step.Frame(
        (int) written.getOrDefault("type", 0),
        (int) written.getOrDefault("flags", 0),
        (@Nullable Integer) written.get("stream"),
        HexFormat.of().parseHex(String.valueOf(written.getOrDefault("payload", ""))));
  }

  private static byte[] integers(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  private Steps() {}
}
