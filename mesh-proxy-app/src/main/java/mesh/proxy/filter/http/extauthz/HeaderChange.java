package mesh.proxy.filter.http.extauthz;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mesh.proxy.http.Headers;
import mesh.proxy.http.InlineHeaders;
import mesh.proxy.match.Ascii;

/**
 * What the service wants to be done with a header field: {@code HeaderValueOption}. Immutable.
 *
 * @param name lower case
 */
record HeaderChange(String name, String value, Action action) {

  private static final int HEADER = 1;
  private static final int APPEND = 2;
  private static final int APPEND_ACTION = 3;
  private static final int KEY = 1; // of HeaderValue
  private static final int VALUE = 2;
  private static final int RAW_VALUE = 3;

  /** How it meets a field that is there. */
  enum Action {
    /** Is joined to it. */
    APPEND,
    ADD,
    ADD_IF_ABSENT,
    SET,
    SET_IF_PRESENT
  }

  /**
   * Reads until the limit that is set.
   *
   * @param usual if the message does not say
   */
  static HeaderChange read(CodedInputStream in, Action usual) throws IOException {
    String name = "";
    String value = "";
    Action action = usual;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case HEADER -> {
          int outer = in.pushLimit(in.readRawVarint32());
          for (int part = in.readTag(); part != 0; part = in.readTag()) {
            switch (part >>> 3) {
              case KEY -> name = Ascii.lower(octets(in));
              case VALUE, RAW_VALUE -> value = octets(in);
              default -> in.skipField(part);
            }
          }
          in.popLimit(outer);
        }
        case APPEND -> action = append(in, usual);
        case APPEND_ACTION -> action = action(in.readEnum());
        default -> in.skipField(tag);
      }
    }
    return new HeaderChange(name, value, action);
  }

  // A wrapped flag; an empty wrapper holds false.
  private static Action append(CodedInputStream in, Action usual) throws IOException {
    boolean append = false;
    int outer = in.pushLimit(in.readRawVarint32());
    for (int part = in.readTag(); part != 0; part = in.readTag()) {
      if (part >>> 3 == 1) {
        append = in.readBool();
      } else {
        in.skipField(part);
      }
    }
    in.popLimit(outer);
    return !append ? Action.SET : usual == Action.SET ? Action.APPEND : Action.ADD;
  }

  private static Action action(int number) {
    return switch (number) {
      case 1 -> Action.ADD_IF_ABSENT;
      case 2 -> Action.SET;
      case 3 -> Action.SET_IF_PRESENT;
      default -> Action.ADD;
    };
  }

  void apply(Headers head) {
    switch (action) {
      case APPEND -> {
        String before = head.joined(name);
        if (before != null) { // as in Envoy, nothing is appended to nothing
          head.set(name, before + "," + value);
        }
      }
      case ADD -> InlineHeaders.append(head, name, value);
      case ADD_IF_ABSENT -> {
        if (!head.contains(name)) {
          head.add(name, value);
        }
      }
      case SET -> head.set(name, value);
      case SET_IF_PRESENT -> {
        if (head.contains(name)) {
          head.set(name, value);
        }
      }
    }
  }

  private static String octets(CodedInputStream in) throws IOException {
    return new String(in.readByteArray(), StandardCharsets.ISO_8859_1);
  }
}
