package mesh.proxy.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Finds what a message consists of.
 *
 * <p>{@link Message#getDescriptorForType()} would say the same, but when it is first called for a
 * type it also looks up the methods of all its fields by reflection. For hundreds of types that
 * nobody uses, that was half a second of the start.
 */
public final class MessageType {

  private static final MethodType DESCRIPTOR = MethodType.methodType(Descriptor.class);

  private MessageType() {}

  /** The descriptor of the message's type. */
  public static Descriptor of(Message prototype) {
    try {
      return (Descriptor)
          MethodHandles.publicLookup()
              .findStatic(prototype.getClass(), "getDescriptor", DESCRIPTOR)
              .invokeExact();
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return prototype.getDescriptorForType(); // not generated
    } catch (Throwable e) {
      throw new IllegalStateException("No descriptor of " + prototype.getClass(), e);
    }
  }
}
