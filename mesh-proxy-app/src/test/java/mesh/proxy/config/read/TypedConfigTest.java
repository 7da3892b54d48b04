package mesh.proxy.config.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Structs;
import com.google.protobuf.util.Values;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.Buffer;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import mesh.proxy.config.Supported;
import org.junit.jupiter.api.Test;

class TypedConfigTest {

  private static final Buffer BUFFER =
      Buffer.newBuilder().setMaxRequestBytes(UInt32Value.of(5)).build();
  private static final Supported ALL = Supported.all(Buffer.getDefaultInstance());

  @Test
  void opensWhatIsOfTheType() {
    assertThat(TypedConfig.open(Any.pack(BUFFER), Buffer.getDefaultInstance(), ALL))
        .isEqualTo(BUFFER);
    assertThat(TypedConfig.typeName(Any.pack(BUFFER)))
        .isEqualTo("envoy.extensions.filters.http.buffer.v3.Buffer");
    assertThat(TypedConfig.typeName(Any.getDefaultInstance())).isEmpty();
  }

  @Test
  void refusesAnotherTypeAndBrokenBytes() {
    assertThatThrownBy(
            () -> TypedConfig.open(Any.pack(BUFFER), Router.getDefaultInstance(), Supported.none()))
        .hasMessage(
            "@type: type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer (expected:"
                + " type.googleapis.com/envoy.extensions.filters.http.router.v3.Router)");
    var broken = Any.pack(BUFFER).toBuilder().setValue(ByteString.copyFromUtf8("\n\7")).build();
    assertThatThrownBy(() -> TypedConfig.open(broken, Buffer.getDefaultInstance(), ALL))
        .hasMessageEndingWith(
            "(expected: an encoded envoy.extensions.filters.http.buffer.v3.Buffer)");
  }

  @Test
  void tellsRulesAndUnsupportedFieldsAtOnce() {
    var zero = Any.pack(Buffer.newBuilder().setMaxRequestBytes(UInt32Value.of(0)).build());

    assertThatThrownBy(
            () -> TypedConfig.open(zero, Buffer.getDefaultInstance(), Supported.of(BUFFER)))
        .hasMessage(
            """
            max_request_bytes: 0 (expected: a number > 0 and <= 4294967295)
            max_request_bytes: 0 (expected: nothing: this proxy does not support the field)\
            """);
  }

  @Test
  void opensTypedStructs() {
    var known =
        typedStruct("type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer", 5);
    var own = typedStruct("type.googleapis.com/my.Filter", 5);

    assertThat(TypedConfig.typeName(known))
        .isEqualTo("envoy.extensions.filters.http.buffer.v3.Buffer");
    assertThat(TypedConfig.open(known, Buffer.getDefaultInstance(), ALL)).isEqualTo(BUFFER);
    assertThat(TypedConfig.open(own, Struct.getDefaultInstance(), Supported.none()))
        .isEqualTo(Structs.of("max_request_bytes", Values.of(5)));
    var wrong =
        typedStruct("type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer", 0.5);
    assertThatThrownBy(() -> TypedConfig.open(wrong, Buffer.getDefaultInstance(), ALL))
        .hasMessage("value.max_request_bytes: 0.5 (expected: a whole number from 0 to 4294967295)");
  }

  private static Any typedStruct(String type, double bytes) {
    return Any.pack(
        TypedStruct.newBuilder()
            .setTypeUrl(type)
            .setValue(Structs.of("max_request_bytes", Values.of(bytes)))
            .build());
  }
}
