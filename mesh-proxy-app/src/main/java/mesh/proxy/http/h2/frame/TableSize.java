package mesh.proxy.http.h2.frame;

import io.netty.handler.codec.http2.Http2HeadersDecoder;
import mesh.proxy.http.h2.head.HpackReader;

/**
 * Lets Netty set the size of the decoder's table when our settings are acknowledged. The size of
 * heads is not Netty's to limit. Confined to one event loop.
 */
record TableSize(HpackReader reader) implements Http2HeadersDecoder.Configuration {

  private static final long UNLIMITED = 0xFFFF_FFFFL;

  @Override
  public void maxHeaderTableSize(long max) {
    reader.allowTableSize(max);
  }

  @Override
  public long maxHeaderTableSize() {
    return reader.allowedTableSize();
  }

  @Override
  public void maxHeaderListSize(long max, long goAwayMax) {}

  @Override
  public long maxHeaderListSize() {
    return UNLIMITED;
  }

  @Override
  public long maxHeaderListSizeGoAway() {
    return UNLIMITED;
  }
}
