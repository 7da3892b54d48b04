package mesh.proxy.accesslog.grpc;

import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.stream.StreamInfo;

/** Writes one entry of a log. Immutable. */
@FunctionalInterface
interface EntryWriter {

  void write(StreamInfo info, ProtoWriter to);
}
