package mesh.proxy.cluster.health.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The two messages of {@code grpc.health.v1}, framed as gRPC does: a byte of flags, four of length.
 *
 * <p>Source: https://github.com/grpc/grpc-proto/blob/master/grpc/health/v1/health.proto
 */
final class HealthMessage {

  private static final int PREFIX = 5;
  private static final int SERVICE = 1;
  private static final int STATUS = 1;
  private static final int SERVING = 1;

  private HealthMessage() {}

  /** {@code HealthCheckRequest}. */
  static byte[] request(String service) {
    var message = new ByteArrayOutputStream();
    try {
      var out = CodedOutputStream.newInstance(message);
      if (!service.isEmpty()) {
        out.writeString(SERVICE, service);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail", e);
    }
    return ByteBuffer.allocate(PREFIX + message.size())
        .put((byte) 0)
        .putInt(message.size())
        .put(message.toByteArray())
        .array();
  }

  /** True if these are the bytes of one {@code HealthCheckResponse} that says SERVING. */
  static boolean isServing(byte[] framed) {
    if (framed.length < PREFIX || framed[0] != 0) {
      return false; // nothing, or compressed although we did not offer it
    }
    if (ByteBuffer.wrap(framed).getInt(1) != framed.length - PREFIX) {
      return false;
    }
    try {
      var in = CodedInputStream.newInstance(framed, PREFIX, framed.length - PREFIX);
      int status = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == STATUS) {
          status = in.readEnum();
        } else {
          in.skipField(tag);
        }
      }
      return status == SERVING;
    } catch (IOException e) {
      return false;
    }
  }
}
