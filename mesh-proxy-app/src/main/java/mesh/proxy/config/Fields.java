package mesh.proxy.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Messages whose fields are asked for by descriptor.
 *
 * <p>A generated message answers that by reflection, which loads the class of everything that it
 * could hold: a thousand classes and 30 MB for a small bootstrap. A dynamic one loads none.
 */
public final class Fields {

  private static final ClassValue<Descriptor> TYPES =
      new ClassValue<>() {
        @Override
        protected Descriptor computeValue(Class<?> type) {
          try {
            return (Descriptor)
                MethodHandles.publicLookup()
                    .findStatic(type, "getDescriptor", MethodType.methodType(Descriptor.class))
                    .invoke();
          } catch (Throwable e) { // a handle declares any
            throw new IllegalStateException(type + " has no descriptor", e);
          }
        }
      };

  private Fields() {}

  /** As {@link Message#getDescriptorForType}, which makes ready for reflection as well. */
  public static Descriptor type(Message message) {
    return message instanceof DynamicMessage
        ? message.getDescriptorForType()
        : TYPES.get(message.getClass());
  }

  /** The same fields in a message that needs no classes; costs a copy if it is not one already. */
  public static Message of(Message message) {
    if (message instanceof DynamicMessage || isWellKnown(type(message))) {
      return message;
    }
    try {
      return DynamicMessage.parseFrom(type(message), message.toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that was just encoded", e);
    }
  }

  /** The key of an element of a map; the seconds of a duration; the URL of an {@code Any}. */
  public static Object first(Message message) {
    return message.getField(message.getDescriptorForType().findFieldByNumber(1));
  }

  /** The value of an element of a map, of an enum the constant; the nanoseconds of a duration. */
  public static Object second(Message message) {
    return message.getField(message.getDescriptorForType().findFieldByNumber(2));
  }

  private static boolean isWellKnown(Descriptor type) {
    return type.getFullName().startsWith("google.protobuf.");
  }
}
