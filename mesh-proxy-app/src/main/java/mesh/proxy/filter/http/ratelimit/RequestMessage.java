package mesh.proxy.filter.http.ratelimit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.route.ratelimit.Descriptor.Entry;

/** Writes {@code envoy.service.ratelimit.v3.RateLimitRequest}. */
final class RequestMessage {

  private static final int DOMAIN = 1;
  private static final int DESCRIPTORS = 2;
  private static final int ENTRIES = 1; // of RateLimitDescriptor
  private static final int HITS_ADDEND = 3;
  private static final int KEY = 1; // of Entry
  private static final int VALUE = 2;

  private static final FastThreadLocal<ProtoWriter> WRITER =
      new FastThreadLocal<>() {
        @Override
        protected ProtoWriter initialValue() {
          return new ProtoWriter();
        }
      };

  private RequestMessage() {}

  static ByteBuf write(String domain, List<Hit> hits) {
    ProtoWriter to = WRITER.get();
    to.clear();
    for (int at = hits.size() - 1; at >= 0; at--) {
      descriptor(hits.get(at), to);
    }
    to.text(DOMAIN, domain);
    ByteBuf message = PooledByteBufAllocator.DEFAULT.buffer(to.size());
    to.copyTo(message);
    return message;
  }

  private static void descriptor(Hit hit, ProtoWriter to) {
    int whole = to.size();
    if (hit.count() != 1) { // the service counts once unless told otherwise
      to.wrapped(HITS_ADDEND, hit.count());
    }
    List<Entry> entries = hit.descriptor().entries();
    for (int at = entries.size() - 1; at >= 0; at--) {
      int mark = to.size();
      to.octets(VALUE, entries.get(at).value());
      to.octets(KEY, entries.get(at).key());
      to.close(ENTRIES, mark);
    }
    to.close(DESCRIPTORS, whole);
  }
}
