package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;

/** The writing of one request. Confined to its event loop. */
final class Http1ClientStream implements StreamEncoder {

  private final Http1ClientConnection connection;
  private final StreamDecoder response;
  private Framing framing = Framing.NONE;
  private boolean headRequest;
  private boolean connect;
  private boolean upgrade;
  private boolean tunnel; // to a server that speaks no HTTP
  private boolean requestDone;
  private boolean over;

  Http1ClientStream(Http1ClientConnection connection, StreamDecoder response) {
    this.connection = connection;
    this.response = response;
  }

  StreamDecoder response() {
    return response;
  }

  boolean isHeadRequest() {
    return headRequest;
  }

  boolean requestDone() {
    return requestDone;
  }

  /** True if a response with that status turns the connection into a plain byte stream. */
  boolean isTunnel(int status) {
    return upgrade && status == 101 || connect && status / 100 == 2;
  }

  void over() {
    over = true;
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP11;
  }

  @Override
  public void writeInformational(Headers head) {
    throw new IllegalStateException("Requests have no informational heads");
  }

  @Override
  public void writeHead(Headers head, boolean endStream) {
    if (over) {
      return;
    }
    String method = head.method();
    headRequest = method.equals("HEAD");
    connect = method.equals("CONNECT");
    upgrade = head.contains(HeaderNames.UPGRADE);
    HeadWriter writer =
        connection
            .headWriter()
            .as(head)
            .requestLine(method, connect ? head.authority() : head.path());
    writer.field(HeaderNames.HOST, head.authority()).fields(head);
    if (upgrade) {
      writer.upgrade(head);
    }
    if (upgrade || connect) {
      framing = Framing.RAW;
    } else if (head.contains(HeaderNames.CONTENT_LENGTH)) {
      framing = Framing.LENGTH;
    } else if (!endStream) {
      framing = Framing.CHUNKED;
      writer.chunked();
    } else if (mayHaveContent(method)) {
      writer.field(HeaderNames.CONTENT_LENGTH, "0");
    }
    connection.outbox().write(writer.newLine());
    if (connection.streamsOpened() == 1) {
      connection.outbox().flushNow(); // before we hear that a peer closes what it accepts
    }
    requestDone = endStream;
  }

  /** RFC 9110 section 8.6: methods whose content may have a meaning say that there is none. */
  private static boolean mayHaveContent(String method) {
    return switch (method) {
      case "GET", "HEAD", "DELETE", "TRACE", "CONNECT" -> false;
      default -> true;
    };
  }

  @Override
  public void beginTunnel() {
    if (!over) {
      framing = Framing.RAW;
      tunnel = true;
      connection.becomeTunnel();
    }
  }

  @Override
  public void writeData(ByteBuf data, boolean endStream) {
    if (over) {
      data.release();
      return;
    }
    if (framing == Framing.CHUNKED) {
      connection.outbox().writeChunk(data);
      if (endStream) {
        connection.outbox().writeLastChunk();
      }
    } else {
      connection.outbox().write(data);
    }
    if (endStream && tunnel) {
      connection.endOutput();
    }
    requestDone |= endStream;
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
    requestDone = true;
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
      connection.setReading(reading);
    }
  }

  @Override
  public ConnectionInfo connection() {
    return connection.info();
  }
}
