package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import java.util.LinkedHashSet;
import java.util.Set;
import mesh.proxy.xds.ResourceType;
import org.jspecify.annotations.Nullable;

/** What a stream has said and heard of one type. Confined to the configuration thread. */
final class TypeState<M extends Message> {

  /** Code of a refusal, as Envoy gives it: gRPC's INTERNAL. */
  private static final int REFUSED = 13;

  private static final int MOST_TEXT = 4096; // a NACK may travel in a header

  final TypeWatch<M> watch;
  final Set<String> said = new LinkedHashSet<>(); // names, on this stream
  String version = ""; // of the last response that was taken
  String nonce = ""; // of the last response of this stream
  boolean isAsked; // on this stream
  boolean owesAnswer; // to the last response
  @Nullable Status fault; // of the last response
  int refusals; // in a row

  TypeState(ResourceType<M> type) {
    this.watch = new TypeWatch<>(type);
  }

  String typeUrl() {
    return watch.type().typeUrl();
  }

  /** The stream is gone. */
  void forgetStream() {
    said.clear();
    nonce = "";
    isAsked = false;
    owesAnswer = false;
    fault = null;
  }

  void taken(Response response) {
    version = response.version();
    answerTo(response, null);
    refusals = 0;
  }

  void refused(Response response, String why) {
    String text = why.length() > MOST_TEXT ? why.substring(0, MOST_TEXT) + "..." : why;
    answerTo(response, Status.newBuilder().setCode(REFUSED).setMessage(text).build());
    refusals++;
  }

  private void answerTo(Response response, @Nullable Status why) {
    nonce = response.nonce();
    owesAnswer = true;
    fault = why;
  }

  /** A request with this answer was made. */
  void answered() {
    isAsked = true;
    owesAnswer = false;
    fault = null;
  }
}
