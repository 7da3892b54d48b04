package mesh.proxy.http.h2.frame;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelPromise;

/**
 * Takes the frames of a batch off the guard's list when the socket has them. Confined to one event
 * loop.
 */
final class Receipt extends DefaultChannelPromise {

  private final FloodGuard guard;
  private final int frames;
  private final int control;

  Receipt(ChannelHandlerContext ctx, FloodGuard guard, int frames, int control) {
    super(ctx.channel(), ctx.executor());
    this.guard = guard;
    this.frames = frames;
    this.control = control;
  }

  @Override
  public boolean trySuccess(Void result) {
    guard.written(frames, control);
    return super.trySuccess(null);
  }

  @Override
  public boolean tryFailure(Throwable cause) {
    guard.written(frames, control);
    return super.tryFailure(cause);
  }
}
