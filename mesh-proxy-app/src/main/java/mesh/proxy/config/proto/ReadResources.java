package mesh.proxy.config.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import mesh.proxy.config.Findings;
import mesh.proxy.config.Trail;
import mesh.proxy.config.rule.ProtoRules;

/**
 * Listeners and clusters of a bootstrap, kept encoded as soon as each is read: ten thousand of them
 * as dynamic messages would be several times the file. Confined to one thread.
 */
final class ReadResources {

  private static final String STATIC = "envoy.config.bootstrap.v3.Bootstrap.StaticResources";

  private final Findings findings = new Findings();
  private UnknownFieldSet.Field.Builder encoded = UnknownFieldSet.Field.newBuilder();

  boolean areIn(FieldDescriptor field) {
    return field.getContainingType().getFullName().equals(STATIC);
  }

  /**
   * Checks the rules of a resource, which nobody sees later, and keeps it.
   *
   * @param faults of the reading; where there are any, rules would complain of what was skipped
   */
  void add(Message resource, Trail trail, Findings faults) {
    if (!faults.isFaulty()) {
      ProtoRules.check(resource, trail.toString(), findings);
    }
    encoded.addLengthDelimited(resource.toByteString());
  }

  /** Puts what was kept into the message; encoded, it is as if it were in the field itself. */
  void moveTo(Message.Builder builder, FieldDescriptor field) {
    builder.mergeUnknownFields(
        UnknownFieldSet.newBuilder().addField(field.getNumber(), encoded.build()).build());
    encoded = UnknownFieldSet.Field.newBuilder();
  }

  /** What the rules say of all resources. */
  Findings findings() {
    return findings;
  }
}
