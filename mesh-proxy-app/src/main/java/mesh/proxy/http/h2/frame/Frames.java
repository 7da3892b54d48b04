package mesh.proxy.http.h2.frame;

/** Numbers of the wire format (RFC 9113 sections 4.1, 6 and 6.5.2). */
final class Frames {

  static final int HEADER_LENGTH = 9;
  static final int LEAST_MAX_SIZE = 16_384;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  // Flags.
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int PRIORITY_PRESENT = 32;

  // Settings.
  static final char INITIAL_WINDOW_SIZE = 4;

  private Frames() {}
}
