package mesh.proxy.config.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import com.google.protobuf.util.Structs;
import com.google.protobuf.util.Values;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.extensions.filters.http.buffer.v3.Buffer;
import java.io.IOException;
import java.io.StringReader;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Findings;
import mesh.proxy.config.yaml.YamlEvents;
import mesh.proxy.config.yaml.YamlText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProtoReaderTest {

  private final Findings findings = new Findings();

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("80", UInt32Value.of(80)),
        Arguments.of("\"80\"", UInt32Value.of(80)),
        Arguments.of("0x50", UInt32Value.of(80)),
        Arguments.of("0o120", UInt32Value.of(80)),
        Arguments.of("8e1", UInt32Value.of(80)),
        Arguments.of("80.0", UInt32Value.of(80)),
        Arguments.of("4294967295", UInt32Value.of(-1)),
        Arguments.of("-2147483648", Int32Value.of(Integer.MIN_VALUE)),
        Arguments.of("18446744073709551615", UInt64Value.of(-1)),
        Arguments.of("\"-9223372036854775808\"", Int64Value.of(Long.MIN_VALUE)),
        Arguments.of("1.5", DoubleValue.of(1.5)),
        Arguments.of(".inf", DoubleValue.of(Double.POSITIVE_INFINITY)),
        Arguments.of("NaN", FloatValue.of(Float.NaN)),
        Arguments.of("-1e-3", FloatValue.of(-0.001f)),
        Arguments.of("true", BoolValue.of(true)),
        Arguments.of("No", BoolValue.of(false)),
        Arguments.of("1.10", StringValue.of("1.10")),
        Arguments.of("\"\"", StringValue.of("")),
        Arguments.of("!!str ~", StringValue.of("~")),
        Arguments.of("aGk=", BytesValue.of(ByteString.copyFromUtf8("hi"))),
        Arguments.of(
            "-_8", BytesValue.of(ByteString.copyFrom(new byte[] {(byte) 0xfb, (byte) 0xff}))),
        Arguments.of("0.25s", duration(0, 250_000_000)),
        Arguments.of("-1.000000001s", duration(-1, -1)),
        Arguments.of("{seconds: 5}", duration(5, 0)),
        Arguments.of("2030-01-31T12:00:00.5+01:00", timestamp(1_896_087_600, 500_000_000)),
        Arguments.of("aB,c.dE", FieldMask.newBuilder().addPaths("a_b").addPaths("c.d_e").build()),
        Arguments.of("{a: 1, b: [x, null]}", struct()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void readsWhatTheJsonMappingSays(String text, Message expected) throws IOException {
    assertThat(read(text, expected.newBuilderForType())).isEqualTo(expected);
    assertThat(findings.faults()).isEmpty();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("-1", UInt32Value.getDefaultInstance(), "a whole number from 0 to 4294967295"),
        Arguments.of(
            "1.5", UInt32Value.getDefaultInstance(), "a whole number from 0 to 4294967295"),
        Arguments.of(
            "2147483648",
            Int32Value.getDefaultInstance(),
            "a whole number from -2147483648 to 2147483647"),
        Arguments.of(
            "1e999999999",
            Int64Value.getDefaultInstance(),
            "a whole number from -9223372036854775808 to 9223372036854775807"),
        Arguments.of(
            "18446744073709551616",
            UInt64Value.getDefaultInstance(),
            "a whole number from 0 to 18446744073709551615"),
        Arguments.of("1e39", FloatValue.getDefaultInstance(), "a number"),
        Arguments.of("[1]", DoubleValue.getDefaultInstance(), "a number"),
        Arguments.of("1", BoolValue.getDefaultInstance(), "true or false"),
        Arguments.of("null", BoolValue.getDefaultInstance(), "true or false"),
        Arguments.of("a$", BytesValue.getDefaultInstance(), "bytes in base64"),
        Arguments.of("1", Duration.getDefaultInstance(), "a duration in seconds, such as 0.25s"),
        Arguments.of(
            "400000000000s", Duration.getDefaultInstance(), "a duration in seconds, such as 0.25s"),
        Arguments.of(
            "tomorrow", Timestamp.getDefaultInstance(), "a time, such as 2030-01-31T12:00:00Z"),
        Arguments.of("[]", Struct.getDefaultInstance(), "a mapping"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void saysWhatWasExpected(String text, Message type, String expected) throws IOException {
    read(text, type.newBuilderForType());

    assertThat(findings.faults())
        .extracting(InvalidConfigException::expected)
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"strict_dns, STRICT_DNS", "Strict-Dns, STRICT_DNS", "1, STRICT_DNS", "EDS, EDS"})
  void namesOfConstantsAreReadInAnyCase(String text, Cluster.DiscoveryType expected)
      throws IOException {
    assertThat(read("type: " + text, Cluster.newBuilder())).extracting("type").isEqualTo(expected);
  }

  @Test
  void bothSpellingsOfANameAreRead() throws IOException {
    var cluster = (Cluster) read("{connectTimeout: 1s, alt_stat_name: a}", Cluster.newBuilder());

    assertThat(cluster.getConnectTimeout().getSeconds()).isEqualTo(1);
    assertThat(cluster.getAltStatName()).isEqualTo("a");
  }

  @Test
  void nullLeavesAFieldUnset() throws IOException {
    assertThat(
            read(
                "{name: ~, connect_timeout: null, health_checks: , metadata: {filter_metadata:"
                    + " null}}",
                Cluster.newBuilder()))
        .isEqualTo(
            Cluster.newBuilder()
                .setMetadata(io.envoyproxy.envoy.config.core.v3.Metadata.getDefaultInstance())
                .build());
    assertThat(findings.faults()).isEmpty();
  }

  @Test
  void nullIsNoElement() throws IOException {
    read("{health_checks: [null]}", Cluster.newBuilder());

    assertThat(findings.faults())
        .extracting(InvalidConfigException::sentence)
        .containsExactly("health_checks[0]: null (expected: a mapping)");
  }

  @Test
  void untypedValuesFollowYaml12() throws IOException {
    var node =
        (Node)
            read(
                "metadata: {a: yes, b: TRUE, c: 010, d: 9007199254740993, e: .nan, f: 1.2.3, g:"
                    + " '1', h: -0.5}",
                Node.newBuilder());

    assertThat(node.getMetadata())
        .isEqualTo(
            Struct.newBuilder()
                .putFields("a", Values.of("yes"))
                .putFields("b", Values.of(true))
                .putFields("c", Values.of(10))
                .putFields("d", Values.of("9007199254740993"))
                .putFields("e", Values.of(".nan"))
                .putFields("f", Values.of("1.2.3"))
                .putFields("g", Values.of("1"))
                .putFields("h", Values.of(-0.5))
                .build());
  }

  @Test
  void anAnySaysItsTypeAnywhere() throws IOException {
    var buffer = Buffer.newBuilder().setMaxRequestBytes(UInt32Value.of(5)).build();
    String type = "\"@type\": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer";

    assertThat(read("{" + type + ", max_request_bytes: 5}", Any.newBuilder()))
        .isEqualTo(Any.pack(buffer));
    assertThat(read("{max_request_bytes: 5, " + type + "}", Any.newBuilder()))
        .isEqualTo(Any.pack(buffer));
    assertThat(findings.faults()).isEmpty();
  }

  @Test
  void specialMessagesStandUnderValueInAnAny() throws IOException {
    assertThat(
            read(
                "{value: 5s, \"@type\": type.googleapis.com/google.protobuf.Duration}",
                Any.newBuilder()))
        .isEqualTo(Any.pack(duration(5, 0)));
    assertThat(
            read(
                "{\"@type\": x/google.protobuf.Struct, value: {a: 1, b: [x, null]}}",
                Any.newBuilder()))
        .isEqualTo(Any.pack(struct()));
    assertThat(
            read(
                "{\"@type\": x/google.protobuf.Any, value: {\"@type\": x/google.protobuf.BoolValue,"
                    + " value: true}}",
                Any.newBuilder()))
        .isEqualTo(Any.pack(Any.pack(BoolValue.of(true))));
    read("{\"@type\": x/google.protobuf.Duration, seconds: 5}", Any.newBuilder());

    assertThat(findings.faults())
        .extracting(InvalidConfigException::sentence)
        .containsExactly(
            "seconds: 5 (expected: only @type and value beside google.protobuf.Duration)");
  }

  @Test
  void aTypedStructBecomesTheMessageThatItStandsFor() throws IOException {
    var buffer = Buffer.newBuilder().setMaxRequestBytes(UInt32Value.of(5)).build();
    for (String type : new String[] {"xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct"}) {
      String known =
          "{\"@type\": x/"
              + type
              + ", type_url: x/envoy.extensions.filters.http.buffer.v3.Buffer, value:"
              + " {maxRequestBytes: 5}}";
      assertThat(read(known, Any.newBuilder())).isEqualTo(Any.pack(buffer));
      String unknown =
          "{\"@type\": x/" + type + ", type_url: x/my.Filter, value: {a: 1, b: [x, null]}}";
      assertThat(read(unknown, Any.newBuilder())).isEqualTo(Any.pack(struct()));
    }
    read(
        "{\"@type\": x/xds.type.v3.TypedStruct, type_url:"
            + " x/envoy.extensions.filters.http.buffer.v3.Buffer, value: {max: 5}}",
        Any.newBuilder());

    assertThat(findings.faults())
        .extracting(InvalidConfigException::sentence)
        .containsExactly(
            "value.max: 5 (expected: a field of envoy.extensions.filters.http.buffer.v3.Buffer)");
  }

  private Message read(String text, Message.Builder builder) throws IOException {
    var yaml = YamlText.of("case.yaml", text);
    var events = new YamlEvents(yaml.events(new StringReader(text)));
    events.begin();
    new ProtoReader(events, "", findings, Spellings.NONE).readInto(builder);
    return builder.build();
  }

  private static Duration duration(long seconds, int nanos) {
    return Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  private static Timestamp timestamp(long seconds, int nanos) {
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  private static Struct struct() {
    Value list = Values.of(java.util.List.of(Values.of("x"), Values.ofNull()));
    return Structs.of("a", Values.of(1), "b", list);
  }
}
