package mesh.proxy.http.h2.head;

import static io.netty.handler.codec.http2.Http2Error.COMPRESSION_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Decodes header blocks (RFC 7541). Confined to one event loop.
 *
 * <p>Strings are made once, when a field is new: what comes out of a table is the same instance
 * every time, its characters checked. Netty's own decoder makes byte strings that would have to be
 * made into Strings for each message.
 */
public final class HpackReader {

  private static final int FIRST_TABLE_SIZE = 4096;
  private static final int MOST_TABLE_SIZE = 1 << 24; // the most we ever offer

  private final FieldSink sink;
  private final byte[] scratch;
  private final ReceivedFields table = new ReceivedFields(FIRST_TABLE_SIZE);
  private int allowedSize = FIRST_TABLE_SIZE;
  private int tableSize = FIRST_TABLE_SIZE;

  private byte[] bytes; // the block under way, as are the others
  private int at;
  private int end;

  /**
   * A reader of one connection.
   *
   * @param scratch used for the length of a call
   */
  HpackReader(FieldSink sink, byte[] scratch) {
    this.sink = sink;
    this.scratch = scratch;
    this.bytes = scratch;
  }

  /** A reader that fills the same block again and again. */
  public static HpackReader into(HeaderBlock block, byte[] scratch) {
    return new HpackReader(block, scratch);
  }

  /** What we told the peer, and it has acknowledged, of the size of its table. */
  public void allowTableSize(long bytesAllowed) {
    allowedSize = (int) Math.min(bytesAllowed, MOST_TABLE_SIZE);
  }

  public long allowedTableSize() {
    return allowedSize;
  }

  /**
   * Decodes a whole block.
   *
   * @param block read to its end
   */
  public void read(ByteBuf block) throws Http2Exception {
    int length = block.readableBytes();
    int needed = length + Huffman.longestDecoded(length); // strings are decoded behind the block
    bytes = needed <= scratch.length ? scratch : new byte[needed];
    block.readBytes(bytes, 0, length);
    at = 0;
    end = length;
    sink.begin();
    try {
      readTableSizes();
      while (at < end) {
        readField();
      }
    } finally {
      bytes = scratch;
    }
  }

  private void readTableSizes() throws Http2Exception {
    while (at < end && (bytes[at] & 0xE0) == 0x20) {
      tableSize = integer(5);
      if (tableSize > allowedSize) {
        throw error("Table of " + tableSize + " bytes");
      }
      table.resize(tableSize);
    }
    if (tableSize > allowedSize) {
      throw error("Table was not made smaller");
    }
  }

  private void readField() throws Http2Exception {
    int first = bytes[at];
    if (first < 0) {
      indexed(integer(7));
    } else if ((first & 0x40) != 0) {
      literal(integer(6), true);
    } else if ((first & 0x20) != 0) {
      throw error("Size of the table within a block");
    } else {
      literal(integer(4), false);
    }
  }

  private void indexed(int index) throws Http2Exception {
    if (index >= 1 && index <= StaticTable.SIZE) {
      sink.field(StaticTable.name(index), StaticTable.value(index), true);
    } else {
      int age = age(index);
      sink.field(table.name(age), table.value(age), table.isClean(age));
    }
  }

  private void literal(int nameIndex, boolean kept) throws Http2Exception {
    boolean clean = true;
    String name;
    if (nameIndex == 0) {
      name = StaticTable.usual(string());
      clean = HeaderSyntax.isName(name);
    } else if (nameIndex <= StaticTable.SIZE) {
      name = StaticTable.name(nameIndex);
    } else {
      name = table.name(age(nameIndex));
      clean = HeaderSyntax.isName(name);
    }
    String value = string();
    clean &= HeaderSyntax.isAll(HeaderSyntax.VALUE, value);
    if (kept) {
      table.add(name, value, clean);
    }
    sink.field(name, value, clean);
  }

  private int age(int index) throws Http2Exception {
    int age = index - StaticTable.SIZE - 1;
    if (age < 0 || age >= table.count()) {
      throw error("No entry " + index);
    }
    return age;
  }

  private String string() throws Http2Exception {
    if (at == end) {
      throw error("String is cut off");
    }
    boolean huffman = bytes[at] < 0;
    int length = integer(7);
    if (length > end - at) {
      throw error("String is cut off");
    }
    int from = at;
    at += length;
    if (huffman) {
      int to = Huffman.decode(bytes, from, at, bytes, end);
      return new String(bytes, end, to - end, ISO_8859_1);
    }
    return new String(bytes, from, length, ISO_8859_1);
  }

  /** An integer that begins in the low bits of this byte (RFC 7541 section 5.1). */
  private int integer(int bits) throws Http2Exception {
    int most = (1 << bits) - 1;
    int value = bytes[at++] & most;
    if (value < most) {
      return value;
    }
    long sum = value;
    for (int shift = 0; shift <= 28; shift += 7) {
      if (at == end) {
        throw error("Integer is cut off");
      }
      int next = bytes[at++];
      sum += (long) (next & 0x7F) << shift;
      if (next >= 0) {
        if (sum > Integer.MAX_VALUE) {
          break;
        }
        return (int) sum;
      }
    }
    throw error("Integer is too large");
  }

  private static Http2Exception error(String message) {
    return connectionError(COMPRESSION_ERROR, message);
  }
}
