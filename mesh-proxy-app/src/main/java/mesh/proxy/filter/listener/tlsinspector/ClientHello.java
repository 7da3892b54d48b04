package mesh.proxy.filter.listener.tlsinspector;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.match.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first message of a TLS handshake: RFC 8446 sections 4.1.2 and 5.1, RFC 6066 section 3,
 * RFC 7301 section 3.1. Every length is checked against what is there; the bytes come from anybody.
 */
final class ClientHello {

  /** Most bytes of a message that is read to its end. */
  static final int MOST_BYTES = 64 * 1024;

  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_RECORD = 22;
  private static final int MOST_IN_RECORD = (1 << 14) + 2048; // with what ciphers may add
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;

  private ClientHello() {}

  /** What the bytes are. */
  sealed interface Result {}

  /** Too few bytes to tell. */
  record Incomplete() implements Result {}

  /** No TLS. */
  record NotTls() implements Result {}

  /** TLS, but longer than is read. */
  record TooLarge() implements Result {}

  /**
   * A handshake begins.
   *
   * @param serverName lower case; empty if there is none
   * @param protocols ALPN, preferred first; may be empty
   */
  record Found(String serverName, List<String> protocols) implements Result {}

  private static final Result INCOMPLETE = new Incomplete();
  private static final Result NOT_TLS = new NotTls();

  /**
   * Looks at the readable bytes.
   *
   * @param data still the caller's; not changed
   */
  static Result read(ByteBuf data) {
    int at = data.readerIndex();
    int end = data.writerIndex();
    byte @Nullable [] message = null;
    int have = 0;
    while (true) {
      if (end - at >= 1 && data.getUnsignedByte(at) != HANDSHAKE_RECORD
          || end - at >= 2 && data.getUnsignedByte(at + 1) != 3) {
        return NOT_TLS;
      }
      if (end - at < RECORD_HEADER) {
        return INCOMPLETE;
      }
      int length = data.getUnsignedShort(at + 3);
      if (length == 0 || length > MOST_IN_RECORD) {
        return NOT_TLS;
      }
      int there = Math.min(length, end - at - RECORD_HEADER);
      if (message == null) {
        if (there >= 1 && data.getUnsignedByte(at + RECORD_HEADER) != CLIENT_HELLO) {
          return NOT_TLS;
        }
        if (there < 4) {
          return there < length ? INCOMPLETE : NOT_TLS; // nobody splits the first four bytes
        }
        int size = 4 + data.getUnsignedMedium(at + RECORD_HEADER + 1);
        if (size > MOST_BYTES) {
          return new TooLarge();
        }
        message = new byte[size];
      }
      int part = Math.min(there, message.length - have);
      data.getBytes(at + RECORD_HEADER, message, have, part);
      have += part;
      if (have == message.length) {
        return parsed(new Cursor(message, 4, message.length));
      }
      if (there < length) {
        return INCOMPLETE;
      }
      at += RECORD_HEADER + length;
    }
  }

  private static Result parsed(Cursor hello) {
    hello.skip(2 + 32); // version, random
    hello.skip(hello.one()); // session
    hello.skip(hello.two()); // ciphers
    hello.skip(hello.one()); // compression
    String serverName = "";
    List<String> protocols = List.of();
    Cursor extensions = hello.isAtEnd() ? hello : hello.part(hello.two());
    while (!extensions.isAtEnd() && !extensions.broken) {
      int type = extensions.two();
      Cursor content = extensions.part(extensions.two());
      if (type == SERVER_NAME) {
        serverName = serverName(content);
      } else if (type == ALPN) {
        protocols = protocols(content);
      }
      hello.broken |= content.broken;
    }
    return hello.broken || extensions.broken ? NOT_TLS : new Found(serverName, protocols);
  }

  private static String serverName(Cursor content) {
    Cursor names = content.part(content.two());
    while (!names.isAtEnd() && !names.broken) {
      int type = names.one();
      String name = names.text(names.two());
      if (type == 0) {
        return Ascii.lower(name);
      }
    }
    return "";
  }

  private static List<String> protocols(Cursor content) {
    List<String> protocols = new ArrayList<>();
    Cursor names = content.part(content.two());
    while (!names.isAtEnd() && !names.broken) {
      String name = names.text(names.one());
      if (!name.isEmpty()) {
        protocols.add(name);
      }
    }
    return protocols;
  }

  /** Reads on until a length does not fit; from there on everything is empty. */
  private static final class Cursor {

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean broken;

    Cursor(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    boolean isAtEnd() {
      return at >= end;
    }

    int one() {
      return skip(1) ? bytes[at - 1] & 0xff : 0;
    }

    int two() {
      return skip(2) ? (bytes[at - 2] & 0xff) << 8 | bytes[at - 1] & 0xff : 0;
    }

    String text(int length) {
      return skip(length)
          ? new String(bytes, at - length, length, StandardCharsets.ISO_8859_1)
          : "";
    }

    Cursor part(int length) {
      var part = skip(length) ? new Cursor(bytes, at - length, at) : new Cursor(bytes, end, end);
      part.broken = broken;
      return part;
    }

    boolean skip(int length) {
      if (broken || length > end - at) {
        broken = true;
        return false;
      }
      at += length;
      return true;
    }
  }
}
