package mesh.proxy.config.old;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.function.Supplier;
import mesh.proxy.config.proto.MessageTypes;
import mesh.proxy.config.proto.ProtoReader;
import mesh.proxy.config.proto.Spellings.OldKey;

/**
 * A field whose value is written in another way today.
 *
 * @param now the way; completes the sentence "is old; write ..."
 * @param shape gives an empty message that has the old field, to read the old value with; the class
 *     is loaded only when an old file needs it
 * @param field the old field's name in it
 * @param rewrite puts what was read into the message of today
 */
record RewrittenField<B extends Message.Builder>(
    String now,
    Supplier<? extends Message> shape,
    String field,
    boolean waitsForTheRest,
    Rewrite<B> rewrite)
    implements OldKey {

  /** Puts an old value into the message of today. */
  @FunctionalInterface
  interface Rewrite<B extends Message.Builder> {

    /**
     * Rewrites one value.
     *
     * @param old what {@link Message#getField} gives for the old field
     */
    void into(B builder, Object old);
  }

  @Override
  @SuppressWarnings("unchecked") // the table of old fields pairs builders with their messages
  public void read(Message.Builder builder, ProtoReader reader) {
    reader.warn("is old; write " + now);
    Message.Builder old = shape.get().newBuilderForType();
    var descriptor = old.getDescriptorForType().findFieldByName(field);
    reader.readInto(old, descriptor);
    Message.Builder today = prototype(builder).newBuilderForType();
    try {
      if (waitsForTheRest) { // and may look at it
        today.mergeFrom(builder.build().toByteString());
        builder.clear();
      }
      rewrite.into((B) today, old.getField(descriptor));
      builder.mergeFrom(today.build().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that was just encoded", e);
    }
  }

  private static Message prototype(Message.Builder builder) {
    return MessageTypes.find(builder.getDescriptorForType().getFullName()).orElseThrow();
  }
}
