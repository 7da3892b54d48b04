package mesh.proxy.config.old;

import com.google.protobuf.Message;
import java.util.function.Supplier;
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
    rewrite.into((B) builder, old.getField(descriptor));
  }
}
