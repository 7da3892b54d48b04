package mesh.proxy.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Turns what a page writes into pieces that the connection takes at its own pace: of a page of a
 * hundred megabytes only what the peer asked for is in memory. The page waits on a thread of its
 * own. Lives as long as one answer.
 */
final class BodyPieces implements Appendable {

  private static final int PIECE_CHARS = 32 * 1024;

  private final FluxSink<ByteBuf> sink;
  private final LongConsumer sent;
  private final Semaphore asked = new Semaphore(0);
  private final StringBuilder text = new StringBuilder(PIECE_CHARS);
  private volatile boolean abandoned;

  private BodyPieces(FluxSink<ByteBuf> sink, LongConsumer sent) {
    this.sink = sink;
    this.sent = sent;
    sink.onRequest(count -> asked.release((int) Math.min(count, Short.MAX_VALUE)));
    sink.onDispose(
        () -> {
          abandoned = true;
          asked.release();
        });
  }

  /**
   * The pieces of a body.
   *
   * @param sent told of the bytes of each
   */
  static Flux<ByteBuf> of(AdminAnswer.Body body, Executor threads, LongConsumer sent) {
    return Flux.create(
        sink -> {
          var pieces = new BodyPieces(sink, sent);
          threads.execute(() -> pieces.write(body));
        },
        FluxSink.OverflowStrategy.ERROR);
  }

  private void write(AdminAnswer.Body body) {
    try {
      body.write(this);
      flush();
      sink.complete();
    } catch (IOException | RuntimeException e) {
      sink.error(e); // no harm if the peer went away and that is why
    }
  }

  @Override
  public Appendable append(CharSequence part) throws IOException {
    text.append(part);
    return flushIfFull();
  }

  @Override
  public Appendable append(CharSequence part, int start, int end) throws IOException {
    text.append(part, start, end);
    return flushIfFull();
  }

  @Override
  public Appendable append(char letter) throws IOException {
    text.append(letter);
    return flushIfFull();
  }

  private Appendable flushIfFull() throws IOException {
    if (text.length() >= PIECE_CHARS) {
      flush();
    }
    return this;
  }

  private void flush() throws IOException {
    if (text.isEmpty()) {
      return;
    }
    asked.acquireUninterruptibly();
    if (abandoned) {
      throw new IOException("The peer is gone");
    }
    byte[] piece = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    sent.accept(piece.length);
    sink.next(Unpooled.wrappedBuffer(piece));
  }
}
