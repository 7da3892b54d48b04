package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import org.jspecify.annotations.Nullable;

/** One request and the writing of its response. Confined to its event loop. */
final class Http1ServerStream implements StreamEncoder {

  private final Http1ServerConnection connection;
  private boolean http10;
  private boolean headRequest;
  private boolean connect;
  private boolean persistent; // the client's wish
  private @Nullable StreamDecoder decoder;
  private Framing framing = Framing.NONE;
  private boolean bodyless; // body parts are dropped: HEAD, 204, 304
  private boolean announcesChunks; // in answer to HEAD
  private boolean mustClose;
  private boolean over;

  /** Of a request whose head is not read yet. */
  Http1ServerStream(Http1ServerConnection connection) {
    this.connection = connection;
  }

  /** The head is there. */
  void begin(boolean http10, boolean headRequest, boolean connect, boolean persistent) {
    this.http10 = http10;
    this.headRequest = headRequest;
    this.connect = connect;
    this.persistent = persistent;
  }

  void decoder(StreamDecoder decoder) {
    this.decoder = decoder;
  }

  StreamDecoder decoder() {
    if (decoder == null) {
      throw new IllegalStateException("A stream without a decoder");
    }
    return decoder;
  }

  /** The connection cannot go on after this response. */
  void mustClose() {
    mustClose = true;
  }

  void dead() {
    over = true;
  }

  @Override
  public Protocol protocol() {
    return http10 ? Protocol.HTTP10 : Protocol.HTTP11;
  }

  @Override
  public void writeInformational(Headers head) {
    if (!over && !http10) { // HTTP/1.0 clients do not know them
      HeadWriter writer =
          connection.headWriter().statusLine(head.status(), false).fields(head).newLine();
      connection.outbox().write(writer);
    }
  }

  @Override
  public void writeHead(Headers head, boolean endStream) {
    if (over) {
      return;
    }
    int status = head.status();
    HeadWriter writer = connection.headWriter().as(head).statusLine(status, http10);
    boolean upgraded = status == 101 && head.contains(HeaderNames.UPGRADE); // else an idle word
    boolean switched = upgraded || connect && status / 100 == 2;
    if (switched) {
      framing = Framing.RAW;
      writer.fields(head);
      if (upgraded) {
        writer.upgrade(head);
      }
    } else {
      frame(head, status, endStream);
      writer.fields(head);
      endFields(writer);
    }
    connection.outbox().write(writer.newLine());
    if (endStream) {
      finish();
    }
  }

  private void frame(Headers head, int status, boolean endStream) {
    bodyless = headRequest || status == 101 || status == 204 || status == 304;
    if (status == 204) {
      head.remove(HeaderNames.CONTENT_LENGTH);
    }
    if (status == 101 || status == 204 || status == 304) {
      framing = Framing.NONE;
    } else if (head.contains(HeaderNames.CONTENT_LENGTH)) {
      framing = bodyless ? Framing.NONE : Framing.LENGTH;
    } else if (headRequest) {
      framing = Framing.NONE;
      announcesChunks = !http10; // what GET would have got, as far as anybody knows
    } else if (endStream) {
      head.add(HeaderNames.CONTENT_LENGTH, "0");
      framing = Framing.NONE;
    } else {
      framing = http10 ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    }
  }

  private void endFields(HeadWriter writer) {
    if (framing == Framing.CHUNKED || announcesChunks) {
      writer.chunked();
    }
    if (!persistent || connection.isDraining() || framing == Framing.UNTIL_CLOSE) {
      mustClose = true;
    }
    if (mustClose) {
      writer.close();
    } else if (http10) {
      writer.keepAlive();
    }
  }

  @Override
  public void writeData(ByteBuf data, boolean endStream) {
    if (over || bodyless) {
      data.release();
    } else if (framing == Framing.CHUNKED) {
      connection.outbox().writeChunk(data);
      if (endStream) {
        connection.outbox().writeLastChunk();
      }
    } else {
      connection.outbox().write(data);
    }
    if (endStream && !over) {
      finish();
    }
  }

  @Override
  public void writeTrailers(Headers trailers) {
    if (over) {
      return;
    }
    if (framing == Framing.CHUNKED) {
      if (connection.trailersWanted()) {
        connection.outbox().writeLastChunkBeforeTrailers();
        connection.outbox().write(connection.headWriter().fields(trailers).newLine());
      } else {
        connection.outbox().writeLastChunk();
      }
    }
    finish();
  }

  private void finish() {
    over = true;
    connection.finished(this, !mustClose && framing != Framing.RAW);
  }

  @Override
  public void reset(ResetReason reason) {
    if (!over) {
      over = true;
      connection.aborted(this);
    }
  }

  @Override
  public boolean isWritable() {
    return connection.isWritable();
  }

  @Override
  public void setReading(boolean reading) {
    if (!over) {
      connection.reading(reading);
    }
  }

  @Override
  public void closeAfterResponse() {
    mustClose = true;
  }

  @Override
  public ConnectionInfo connection() {
    return connection.info();
  }
}
