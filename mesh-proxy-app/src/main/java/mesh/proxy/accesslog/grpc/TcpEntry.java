package mesh.proxy.accesslog.grpc;

import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.stream.StreamInfo;

/** Writes {@code envoy.data.accesslog.v3.TCPAccessLogEntry}. */
record TcpEntry(SharedProperties shared) implements EntryWriter {

  private static final int CONNECTION_PROPERTIES = 2;
  private static final int RECEIVED_BYTES = 1;
  private static final int SENT_BYTES = 2;

  @Override
  public void write(StreamInfo info, ProtoWriter to) {
    int mark = to.size();
    to.number(SENT_BYTES, info.bytesSent);
    to.number(RECEIVED_BYTES, info.bytesReceived);
    to.close(CONNECTION_PROPERTIES, mark);
    shared.write(info, to);
  }
}
