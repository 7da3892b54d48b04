package mesh.proxy.format;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print header fields of the request, the response and its trailers. */
final class HeaderOperators {

  private HeaderOperators() {}

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    all.put("REQ", call -> header(call, info -> info.requestHead));
    all.put("RESP", call -> header(call, info -> info.responseHead));
    all.put("TRAILER", call -> header(call, info -> info.responseTrailers));
  }

  /** One of the messages of a stream; null while it is not there. */
  interface Source {

    @Nullable Headers of(StreamInfo info);
  }

  private static Operator header(OperatorCall call, Source source) {
    String names = call.required("name, or name?alternative");
    int mark = names.indexOf('?');
    String name = lower(mark < 0 ? names : names.substring(0, mark));
    String alternative = mark < 0 ? "" : lower(names.substring(mark + 1));
    if (name.isEmpty() || alternative.indexOf('?') >= 0) {
      throw call.wrong("(name) or (name?alternative)");
    }
    return new Header(source, name, alternative);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).intern(); // as the codecs do: found by identity
  }

  /**
   * A field; of several the first.
   *
   * @param alternative printed if the first is not there; may be empty
   */
  private record Header(Source source, String name, String alternative) implements Operator {

    @Override
    public boolean print(StreamInfo info, StringBuilder to) {
      String value = text(info);
      if (value == null) {
        return false;
      }
      to.append(value);
      return true;
    }

    @Override
    public @Nullable String text(StreamInfo info) {
      Headers head = source.of(info);
      if (head == null) {
        return null;
      }
      String value = head.get(name);
      return value == null && !alternative.isEmpty() ? head.get(alternative) : value;
    }
  }
}
