package mesh.proxy.config.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** What is understood besides the protos' own words. Shared. */
public interface Spellings {

  /** Nothing besides. */
  Spellings NONE =
      new Spellings() {
        @Override
        public @Nullable OldKey key(Descriptor type, String key) {
          return null;
        }

        @Override
        public @Nullable String messageType(String name) {
          return null;
        }

        @Override
        public @Nullable String constant(EnumDescriptor type, String name) {
          return null;
        }

        @Override
        public void finish(Message.Builder builder, ProtoReader reader) {}
      };

  /** A key that is no field of the message. */
  interface OldKey {

    /** True if {@link #read} has to see the other fields of the message. */
    boolean waitsForTheRest();

    /** Reads the value, which comes next, into the message; says so to the reader. */
    void read(Message.Builder builder, ProtoReader reader);
  }

  /** How to read a key that {@code type} has no field for; null if it is simply wrong. */
  @Nullable OldKey key(Descriptor type, String key);

  /** The message that took the place of an old one; null if there is no other name. */
  @Nullable String messageType(String name);

  /** The constant that took the place of an old one; null if there is no other name. */
  @Nullable String constant(EnumDescriptor type, String name);

  /** Looks at a message that was read completely. */
  void finish(Message.Builder builder, ProtoReader reader);
}
