package mesh.proxy.config.old;

import com.google.protobuf.Message;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings.OldKey;

/**
 * A field that has nothing to say any more.
 *
 * @param why completes the sentence "is old and ignored: ..."
 */
record DroppedField(String why) implements OldKey {

  @Override
  public boolean waitsForTheRest() {
    return false;
  }

  @Override
  public void read(Message.Builder builder, ProtoReader reader) {
    reader.warn("is old and ignored: " + why);
    reader.events().skipValue();
  }
}
