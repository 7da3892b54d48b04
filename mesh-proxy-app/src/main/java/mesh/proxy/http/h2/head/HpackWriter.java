package mesh.proxy.http.h2.head;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;

/**
 * Encodes header blocks (RFC 7541): pseudo header fields first, those of a connection left out (RFC
 * 9113 section 8.2.2). Confined to one event loop.
 *
 * <p>A proxied field is mostly the very String that came out of a reader's table, so that a look-up
 * costs neither a hash nor a comparison of characters.
 */
public final class HpackWriter {

  private static final int FIRST_TABLE_SIZE = 4096;
  private static final int SHORTEST_HUFFMAN = 256; // below, the bytes saved are not worth the time
  private static final int LONGEST_INTEGER = 6;

  private final byte[] scratch;
  private final int ownLimit;
  private final SentFields table = new SentFields(FIRST_TABLE_SIZE);
  private int smallest; // table size since the last block
  private boolean resized;

  private byte[] bytes; // the block under way, as is the next
  private int at;

  /**
   * A writer of one connection.
   *
   * @param scratch used for the length of a call
   * @param mostTableSize bytes of the peer's table that we use at most
   */
  public HpackWriter(byte[] scratch, long mostTableSize) {
    this.scratch = scratch;
    this.bytes = scratch;
    this.ownLimit = (int) Math.min(mostTableSize, Integer.MAX_VALUE);
    this.smallest = FIRST_TABLE_SIZE;
    if (ownLimit < FIRST_TABLE_SIZE) {
      peerAllows(FIRST_TABLE_SIZE);
    }
  }

  /** The peer's setting. */
  public void peerAllows(long tableSize) {
    int size = (int) Math.min(tableSize, ownLimit);
    if (size != table.maxSize()) {
      smallest = resized ? Math.min(smallest, size) : size;
      resized = true;
      table.resize(size);
    }
  }

  public int tableSize() {
    return table.maxSize();
  }

  /** Writes one block. */
  public void write(Headers fields, ByteBuf out) {
    at = 0;
    try {
      if (resized) {
        writeTableSizes();
      }
      boolean plainConnect =
          "CONNECT".equals(fields.get(HeaderNames.METHOD))
              && !fields.contains(HeaderNames.PROTOCOL);
      int size = fields.size();
      boolean hasAuthority = false;
      for (int index = 0; index < size; index++) {
        String name = fields.name(index);
        if (name.charAt(0) == ':' && !(plainConnect && isLeftOutByConnect(name))) {
          hasAuthority |= name.equals(HeaderNames.AUTHORITY);
          field(name, fields.value(index));
        }
      }
      for (int index = 0; index < size; index++) {
        String name = fields.name(index);
        String value = fields.value(index);
        if (name.charAt(0) != ':' && !isOfConnection(name, value, hasAuthority)) {
          field(name, value);
        }
      }
      out.writeBytes(bytes, 0, at);
    } finally {
      bytes = scratch;
    }
  }

  private static boolean isLeftOutByConnect(String name) {
    return name.equals(HeaderNames.SCHEME) || name.equals(HeaderNames.PATH);
  }

  private static boolean isOfConnection(String name, String value, boolean hasAuthority) {
    return switch (name.length()) { // spares most names a comparison
      case 2 -> name.equals(HeaderNames.TE) && !value.equals("trailers");
      case 4 -> hasAuthority && name.equals(HeaderNames.HOST);
      case 7 -> name.equals(HeaderNames.UPGRADE);
      case 10 -> name.equals(HeaderNames.CONNECTION) || name.equals(HeaderNames.KEEP_ALIVE);
      case 14 -> name.equals(HeaderNames.HTTP2_SETTINGS);
      case 16 -> name.equals(HeaderNames.PROXY_CONNECTION);
      case 17 -> name.equals(HeaderNames.TRANSFER_ENCODING);
      default -> false;
    };
  }

  /** Both the lowest and the last size since the last block (RFC 7541 section 4.2). */
  private void writeTableSizes() {
    ensure(2 * LONGEST_INTEGER);
    if (smallest < table.maxSize()) {
      integer(0x20, 5, smallest);
    }
    integer(0x20, 5, table.maxSize());
    resized = false;
  }

  private void field(String name, String value) {
    FieldPolicy policy = FieldPolicy.of(name);
    List<String> known = policy.values();
    for (int place = 0; place < known.size(); place++) {
      if (known.get(place).equals(value)) {
        ensure(LONGEST_INTEGER);
        integer(0x80, 7, policy.index() + place);
        return;
      }
    }
    switch (policy.keeping()) {
      case KEEP -> keep(policy.index(), name, value);
      case PASS -> pass(policy.index(), name, value);
      case HIDE -> literal(0x10, 4, policy.index(), name, value);
    }
  }

  private void keep(int nameIndex, String name, String value) {
    int age = table.ageOf(name, value);
    if (age >= 0) {
      ensure(LONGEST_INTEGER);
      integer(0x80, 7, StaticTable.SIZE + 1 + age);
    } else if (table.hasRoomFor(name, value)) {
      literal(0x40, 6, nameIndex == 0 ? dynamicIndex(name) : nameIndex, name, value);
      table.add(name, value);
    } else {
      literal(0, 4, nameIndex == 0 ? dynamicIndex(name) : nameIndex, name, value);
    }
  }

  /** Only a name that the static table lacks is kept, with the first value that comes with it. */
  private void pass(int nameIndex, String name, String value) {
    int index = nameIndex == 0 ? dynamicIndex(name) : nameIndex;
    if (index == 0) {
      keep(0, name, value);
    } else {
      literal(0, 4, index, name, value);
    }
  }

  private int dynamicIndex(String name) {
    int age = table.ageOf(name);
    return age < 0 ? 0 : StaticTable.SIZE + 1 + age;
  }

  private void literal(int kind, int bits, int nameIndex, String name, String value) {
    ensure(3 * LONGEST_INTEGER + name.length() + value.length());
    integer(kind, bits, nameIndex);
    if (nameIndex == 0) {
      string(name);
    }
    string(value);
  }

  private void string(String text) {
    int length = text.length();
    if (length >= SHORTEST_HUFFMAN && huffman(text)) {
      return;
    }
    integer(0, 7, length);
    put(text);
  }

  /** False if the text would not become shorter. */
  private boolean huffman(String text) {
    int length = text.length();
    ensure(2 * length + LONGEST_INTEGER); // once as it is, where it is read from
    int from = at + length + LONGEST_INTEGER;
    int start = at;
    at = from;
    put(text);
    at = start;
    int encoded = Huffman.encodedLength(bytes, from, from + length);
    if (encoded >= length) {
      return false;
    }
    integer(0x80, 7, encoded);
    Huffman.encode(bytes, from, from + length, bytes, at);
    at += encoded;
    return true;
  }

  @SuppressWarnings("deprecation") // the one String method that copies Latin-1 without allocating
  private void put(String text) {
    int length = text.length();
    text.getBytes(0, length, bytes, at);
    int end = at + length;
    boolean clean = true;
    for (int index = at; index < end; index++) {
      clean &= bytes[index] >= ' ' || bytes[index] < 0;
    }
    if (!clean) {
      blankControls(at, end);
    }
    at = end;
  }

  /** A filter or a formatter may have let in what no peer accepts. */
  private void blankControls(int from, int to) {
    for (int index = from; index < to; index++) {
      if (bytes[index] >= 0 && bytes[index] < ' ' && bytes[index] != '\t') {
        bytes[index] = ' ';
      }
    }
  }

  /** An integer whose first bits share a byte with {@code kind} (RFC 7541 section 5.1). */
  private void integer(int kind, int bits, int value) {
    int most = (1 << bits) - 1;
    if (value < most) {
      bytes[at++] = (byte) (kind | value);
      return;
    }
    bytes[at++] = (byte) (kind | most);
    int rest = value - most;
    while (rest > 0x7F) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  private void ensure(int more) {
    if (at + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(at + more, 2 * bytes.length));
    }
  }
}
