package mesh.proxy.http.h2.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Random;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header compression by the examples of RFC 7541 and against Netty's. */
class HpackTest {

  private static final String FIRST = ":method: GET\n:scheme: http\n:path: /\n";

  private final byte[] scratch = new byte[4096];
  private final Shown fields = new Shown();
  private final HpackReader reader = new HpackReader(fields, scratch);
  private final HpackWriter writer = new HpackWriter(scratch, 4096);

  @Test
  void readsTheExamplesWithoutHuffman() throws Exception { // appendix C.3
    assertThat(read("828684410f7777772e6578616d706c652e636f6d"))
        .isEqualTo(FIRST + ":authority: www.example.com\n");
    assertThat(read("828684be58086e6f2d6361636865"))
        .isEqualTo(FIRST + ":authority: www.example.com\ncache-control: no-cache\n");
    assertThat(read("828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565"))
        .isEqualTo(
            ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n"
                + "custom-key: custom-value\n");
  }

  @Test
  void readsTheExamplesWithHuffman() throws Exception { // appendix C.4
    assertThat(read("828684418cf1e3c2e5f23a6ba0ab90f4ff"))
        .isEqualTo(FIRST + ":authority: www.example.com\n");
    assertThat(read("828684be5886a8eb10649cbf"))
        .isEqualTo(FIRST + ":authority: www.example.com\ncache-control: no-cache\n");
    assertThat(read("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"))
        .isEqualTo(
            ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n"
                + "custom-key: custom-value\n");
  }

  @Test
  void readsTheExamplesThatEvict() throws Exception { // appendix C.6, with a table of 256 bytes
    reader.allowTableSize(256);
    assertThat(
            read(
                "3fe101488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e91"
                    + "9d29ad171863c78f0b97c8e9ae82ae43d3"))
        .isEqualTo(
            ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n"
                + "location: https://www.example.com\n");
    assertThat(read("4883640effc1c0bf"))
        .isEqualTo(
            ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n"
                + "location: https://www.example.com\n");
    assertThat(
            read(
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2"
                    + "e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d50"
                    + "07"))
        .contains("date: Mon, 21 Oct 2013 20:13:22 GMT\n")
        .contains("set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // index 0
        "be", // nothing in the table yet
        "ffffffffff7f", // index too large
        "ffffffffffffffff", // integer too large
        "ff", // integer cut off
        "40", // no name
        "4003", // name cut off
        "400161", // no value
        "40016102", // value cut off
        "8220", // table size within a block
        "3fe21f", // table larger than allowed
        "40016182ffff", // a Huffman string of padding only
        "4001618118", // padding that is not ones: 'a' and 000
        "40016184ffffffff" // the end-of-string symbol
      })
  void refusesWhatIsNoBlock(String hex) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOfSatisfying(
            Http2Exception.class,
            error -> assertThat(error.error().name()).isEqualTo("COMPRESSION_ERROR"));
  }

  @Test
  void insistsOnASmallerTableThatItAskedFor() throws Exception {
    reader.allowTableSize(100);

    assertThatThrownBy(() -> read("82")).hasMessage("Table was not made smaller");
    assertThat(read("3f4582")).isEqualTo(":method: GET\n");
  }

  @Test
  void givesTheSameStringsForTheSameFields() throws Exception {
    String block = "400a637573746f6d2d6b65790c637573746f6d2d76616c7565";
    read(block);
    Headers first = fields.head;
    read("be");
    Headers second = fields.head;

    assertThat(second.name(0)).isSameAs(first.name(0));
    assertThat(second.value(0)).isSameAs(first.value(0));
  }

  @Test
  void remembersThatAFieldIsNotClean() throws Exception {
    read("4003782041017a"); // "x A: z"
    read("be");

    assertThat(fields.clean).isFalse();
  }

  @Test
  void writesAFieldOnceAndThenItsIndex() {
    Headers head = new Headers().add(":method", "GET").add("x-custom", "value");

    assertThat(write(head)).isEqualTo("824008782d637573746f6d0576616c7565");
    assertThat(write(head)).isEqualTo("82be");
    assertThat(write(new Headers().add("x-custom", "other"))).isEqualTo("7e056f74686572");
  }

  @Test
  void keepsOnlyTheNameOfWhatNeverComesTwice() {
    assertThat(write(new Headers().add("x-request-id", "1"))).startsWith("40");
    assertThat(write(new Headers().add("x-request-id", "2"))).isEqualTo("0f2f0132");
    assertThat(write(new Headers().add(":path", "/a"))).isEqualTo("04022f61");
  }

  @Test
  void marksSecretsAsNeverToBeKept() {
    assertThat(write(new Headers().add("authorization", "x"))).isEqualTo("1f080178");
  }

  @Test
  void saysThatItChangesItsTable() {
    write(new Headers().add("x", "y"));
    writer.peerAllows(0);
    writer.peerAllows(100);

    assertThat(write(new Headers().add("x", "y"))).isEqualTo("203f4540017801" + "79");
    assertThat(writer.tableSize()).isEqualTo(100);
    writer.peerAllows(1_000_000);
    assertThat(writer.tableSize()).isEqualTo(4096);
  }

  @Test
  void usesNoTableIfItMayNot() {
    var stateless = new HpackWriter(scratch, 0);

    assertThat(write(stateless, new Headers().add("x", "y"))).isEqualTo("200001780179");
    assertThat(write(stateless, new Headers().add("x", "y"))).isEqualTo("0001780179");
  }

  @Test
  void putsPseudoFieldsFirstAndLeavesConnectionFieldsOut() throws Exception {
    Headers head =
        new Headers()
            .add("a", "b")
            .add("connection", "x")
            .add("host", "h")
            .add("te", "trailers, deflate")
            .add(":authority", "c");

    assertThat(read(write(head))).isEqualTo(":authority: c\na: b\n");
  }

  @Test
  void letsNoLineEndsThrough() throws Exception {
    assertThat(read(write(new Headers().add("a", "b\r\nc: d\0\t")))).isEqualTo("a: b  c: d \t\n");
  }

  @Test
  void understandsNettysEncoder() throws Exception {
    var netty =
        new DefaultHttp2HeadersEncoder(
            (name, value) -> value.length() % 7 == 0, true, 64, 1); // Huffman from one character on
    var random = new Random(1);
    for (int message = 0; message < 500; message++) {
      Headers head = randomHead(random);
      var headers = new DefaultHttp2Headers(false);
      head.forEach(headers::add);
      ByteBuf out = Unpooled.buffer();
      netty.encodeHeaders(3, headers, out);

      reader.read(out);

      assertThat(fields.shown()).isEqualTo(head.toString());
    }
  }

  @Test
  void isUnderstoodByNettysDecoder() throws Exception {
    var netty = new DefaultHttp2HeadersDecoder(false, 1_000_000);
    var random = new Random(2);
    for (int message = 0; message < 500; message++) {
      Headers head = randomHead(random);
      if (message % 50 == 49) {
        writer.peerAllows(random.nextInt(4097));
      }
      ByteBuf out = Unpooled.buffer();
      writer.write(head, out);

      Http2Headers headers = netty.decodeHeaders(3, out);

      var text = new StringBuilder();
      headers.forEach(
          field -> text.append(field.getKey()).append(": ").append(field.getValue()).append('\n'));
      assertThat(text.toString()).isEqualTo(head.toString());
    }
  }

  /** Collects a block. */
  private static final class Shown implements FieldSink {

    private Headers head = new Headers();
    private boolean clean;

    @Override
    public void begin() {
      head = new Headers();
      clean = true;
    }

    @Override
    public void field(String name, String value, boolean isClean) {
      head.add(name, value);
      clean &= isClean;
    }

    String shown() {
      return head.toString();
    }
  }

  private static Headers randomHead(Random random) {
    Headers head = new Headers();
    int fields = random.nextInt(12);
    for (int field = 0; field < fields; field++) {
      String name = random.nextBoolean() ? "content-type" : "x-" + random.nextInt(40);
      var value = new StringBuilder();
      int length = random.nextInt(20) == 0 ? random.nextInt(9000) : random.nextInt(30);
      int kind = random.nextInt(3);
      for (int at = 0; at < length; at++) {
        value.append(
            (char) (kind == 0 ? 'a' : kind == 1 ? ' ' + random.nextInt(95) : 128 + at % 100));
      }
      head.add(name, value.toString());
    }
    return head;
  }

  private String read(String hex) throws Http2Exception {
    reader.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    return fields.shown();
  }

  private String write(Headers head) {
    return write(writer, head);
  }

  private static String write(HpackWriter writer, Headers head) {
    ByteBuf out = Unpooled.buffer();
    writer.write(head, out);
    return ByteBufUtil.hexDump(out);
  }
}
