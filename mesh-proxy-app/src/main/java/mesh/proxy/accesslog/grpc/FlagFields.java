package mesh.proxy.accesslog.grpc;

import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;

/** Writes {@code envoy.data.accesslog.v3.ResponseFlags}. */
final class FlagFields {

  private static final int UNAUTHORIZED_DETAILS = 13;
  private static final int REASON = 1;
  private static final int EXTERNAL_SERVICE = 1;
  private static final int DOWNSTREAM_REMOTE_RESET = 28;

  private FlagFields() {}

  /** Nothing if no flag is set. */
  static void write(int field, StreamInfo info, ProtoWriter to) {
    int whole = to.size();
    long left = info.flags();
    while (left != 0) {
      int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
      left &= ~(1L << highest);
      flag(highest, to);
    }
    to.closeUnlessEmpty(field, whole);
  }

  // The message's fields have the order of our flags, up to those that it does not know.
  private static void flag(int ordinal, ProtoWriter to) {
    if (ordinal == ResponseFlag.UNAUTHORIZED_EXTERNAL_SERVICE.ordinal()) {
      int mark = to.size();
      to.number(REASON, EXTERNAL_SERVICE);
      to.close(UNAUTHORIZED_DETAILS, mark);
    } else if (ordinal <= ResponseFlag.DNS_RESOLUTION_FAILED.ordinal()) {
      to.flag(ordinal + 1, true);
    } else if (ordinal == ResponseFlag.DOWNSTREAM_REMOTE_RESET.ordinal()) {
      to.flag(DOWNSTREAM_REMOTE_RESET, true);
    }
  }
}
