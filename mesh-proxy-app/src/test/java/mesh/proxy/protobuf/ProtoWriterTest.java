package mesh.proxy.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Option;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import org.junit.jupiter.api.Test;

class ProtoWriterTest {

  private static final int NUMBER_VALUE = 2;
  private static final int STRING_VALUE = 3;
  private static final int LIST_VALUE = 6;

  private final ProtoWriter writer = new ProtoWriter();

  @Test
  void writesWhatTheLibraryReads() throws Exception {
    int list = writer.size();
    element(() -> writer.textElement(STRING_VALUE, "Grüße, 世界 😀"));
    element(() -> writer.real(NUMBER_VALUE, -2.5));
    writer.close(LIST_VALUE, list);

    assertThat(Value.parseFrom(writer.toBytes()))
        .isEqualTo(
            Value.newBuilder()
                .setListValue(
                    ListValue.newBuilder()
                        .addValues(Value.newBuilder().setNumberValue(-2.5))
                        .addValues(Value.newBuilder().setStringValue("Grüße, 世界 😀")))
                .build());
  }

  @Test
  void replacesOctetsThatAreNoUtf8AsEnvoyDoes() throws Exception {
    writer.octets(STRING_VALUE, "caf\u00c3\u00a9 \u00e9 \u00ff!\u00c3");

    assertThat(Value.parseFrom(writer.toBytes()).getStringValue()).isEqualTo("café ! !!!");
  }

  @Test
  void growsAndBeginsAgain() throws Exception {
    String longText = "x".repeat(100_000);
    writer.text(STRING_VALUE, longText);
    assertThat(Value.parseFrom(writer.toBytes()).getStringValue()).isEqualTo(longText);

    writer.clear();
    assertThat(writer.size()).isZero();
    writer.text(1, "name");
    assertThat(Option.parseFrom(writer.toBytes()).getName()).isEqualTo("name");
  }

  @Test
  void leavesDefaultsOutButNotElements() throws Exception {
    writer.text(1, "");
    writer.octets(1, null);
    writer.number(2, 0);
    writer.flag(3, false);
    int mark = writer.size();
    writer.closeUnlessEmpty(4, mark);
    assertThat(writer.size()).isZero();

    writer.close(1, mark);
    assertThat(Struct.parseFrom(writer.toBytes()).getFieldsCount()).isEqualTo(1);
  }

  @Test
  void writesNumbersOfEveryLength() throws Exception {
    for (int shift = 0; shift < Long.SIZE; shift++) {
      writer.clear();
      writer.element(1, 1L << shift);
      assertThat(com.google.protobuf.Int64Value.parseFrom(writer.toBytes()).getValue())
          .isEqualTo(1L << shift);
    }
  }

  private void element(Runnable content) {
    int mark = writer.size();
    content.run();
    writer.close(1, mark);
  }
}
