package mesh.ca.csr;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import mesh.ca.attest.NotAttestedException;
import mesh.config.InvalidConfigException;

/** What Istio's agents may add to a request; we honour none of it, and say so. */
final class RequestMetadata {

  private RequestMetadata() {}

  /**
   * Refuses wishes that we would not fulfil; agents send names with nothing in them.
   *
   * @throws NotAttestedException if it is the wish to be somebody else
   */
  static void require(Struct metadata) {
    metadata
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              if (isEmpty(value)) {
                return;
              }
              if (name.equals("ImpersonatedIdentity")) {
                throw new NotAttestedException(
                    "metadata.ImpersonatedIdentity: nobody gets the certificate of another one");
              }
              throw new InvalidConfigException("metadata", name, "nothing");
            });
  }

  private static boolean isEmpty(Value value) {
    return switch (value.getKindCase()) {
      case NULL_VALUE, KIND_NOT_SET -> true;
      case STRING_VALUE -> value.getStringValue().isEmpty();
      case NUMBER_VALUE, BOOL_VALUE, STRUCT_VALUE, LIST_VALUE -> false;
    };
  }
}
