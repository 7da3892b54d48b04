package mesh.proxy.cluster.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Builds one event, in the order of its fields. Confined to one thread. */
public final class EventLine {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder json = new StringBuilder("{");

  public EventLine text(String name, String value) {
    return name(name).quoted(value);
  }

  public EventLine number(String name, long value) {
    name(name).json.append(value);
    return this;
  }

  public EventLine flag(String name, boolean value) {
    name(name).json.append(value);
    return this;
  }

  public EventLine time(String name, Instant value) {
    return text(name, MILLIS.format(value));
  }

  /** An object as it is. */
  public EventLine object(String name, EventLine value) {
    name(name).json.append(value);
    return this;
  }

  private EventLine name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    quoted(name).json.append(':');
    return this;
  }

  private EventLine quoted(String text) {
    json.append('"');
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      switch (letter) {
        case '"', '\\' -> json.append('\\').append(letter);
        case '\n' -> json.append("\\n");
        default -> {
          if (letter < ' ') {
            json.append("\\u%04x".formatted((int) letter));
          } else {
            json.append(letter);
          }
        }
      }
    }
    json.append('"');
    return this;
  }

  /** The object as JSON. */
  @Override
  public String toString() {
    return json + "}";
  }
}
