package mesh.proxy.filter.http;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mesh.proxy.cluster.grpc.GrpcCall;
import mesh.proxy.cluster.grpc.GrpcClient;
import mesh.proxy.cluster.grpc.GrpcTarget;
import mesh.proxy.worker.Worker;

/** Calls that the test answers; they go nowhere. */
public final class ScriptedGrpc implements GrpcClient {

  /** Calls in the order in which they were made. */
  public final List<Call> calls = new ArrayList<>();

  /** What happens when a call begins; nothing, unless a test sets it. */
  public Consumer<Call> onBegin = call -> {};

  /** One call. */
  public static final class Call implements GrpcCall {

    public final GrpcTarget target;
    public final String path;
    private final Listener listener;
    public byte[] sent = {};
    public boolean complete;
    public long timeoutMillis;
    public boolean cancelled;
    private final Consumer<Call> onBegin;

    private Call(GrpcTarget target, String path, Listener listener, Consumer<Call> onBegin) {
      this.target = target;
      this.path = path;
      this.listener = listener;
      this.onBegin = onBegin;
    }

    /** The service answers, and all is well. */
    public void answer(MessageLite message) {
      listener.onMessage(Unpooled.wrappedBuffer(message.toByteArray()));
      listener.onClosed(0, "");
    }

    /** The call fails. */
    public void fail(int status) {
      listener.onClosed(status, "");
    }

    @Override
    public void begin(long mostMillis) {
      timeoutMillis = mostMillis;
      onBegin.accept(this);
    }

    @Override
    public void send(ByteBuf message, boolean last) {
      sent = ByteBufUtil.getBytes(message);
      complete = last;
      message.release();
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public GrpcCall call(Worker worker, GrpcTarget target, String path, GrpcCall.Listener listener) {
    var call = new Call(target, path, listener, onBegin);
    calls.add(call);
    return call;
  }
}
