package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import mesh.proxy.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {

  private final HeadReader requests = new HeadReader(Http1Config.ENVOY, HeadReader.From.CLIENT);
  private final HeadReader responses = new HeadReader(Http1Config.ENVOY, HeadReader.From.SERVER);
  private final Headers head = new Headers();

  @Test
  void joinsWhatIsKeptOnce() {
    read(requests, "accept: a\r\nx-a: 1\r\nAccept: b\r\naccept:\r\nx-a: 2\r\n");

    assertThat(head.all("accept")).containsExactly("a,b");
    assertThat(head.all("x-a")).containsExactly("1", "2");
  }

  @Test
  void joinsOtherFieldsInResponses() {
    read(responses, "vary: a\r\nvary: b\r\naccept: a\r\naccept: b\r\n");

    assertThat(head.all("vary")).containsExactly("a,b");
    assertThat(head.all("accept")).containsExactly("a", "b");
  }

  @Test
  void removesWhatConnectionNamesInRequestsOnly() {
    read(requests, "connection: x-hop\r\nx-hop: 1\r\ncookie: a\r\n");
    assertThat(head.contains("x-hop")).isFalse();

    read(responses, "connection: x-hop\r\nx-hop: 1\r\n");
    assertThat(head.contains("x-hop")).isTrue();
  }

  @Test
  void forwardsTheConnectionOfAnUpgradeAsItIs() {
    read(requests, "connection: x-hop, Upgrade\r\nupgrade: websocket\r\nx-hop: 1\r\n");

    assertThat(requests.upgrade).isTrue();
    assertThat(requests.connection).isEqualTo("x-hop, Upgrade");
    assertThat(head.contains("x-hop")).isTrue();
  }

  @Test
  void ignoresTheUpgradeToHttp2() {
    read(
        requests, "connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAM\r\n");

    assertThat(requests.upgrade).isFalse();
    assertThat(head.size()).isZero();
  }

  @Test
  void aLengthBesideAnEncodingIsWorseThanTheEncoding() {
    assertThat(fault("content-length: 1\r\ntransfer-encoding: gzip\r\n"))
        .isEqualTo(Fault.LENGTH_AND_CHUNKED);
    assertThat(fault("transfer-encoding: gzip\r\n")).isEqualTo(Fault.BAD_TRANSFER_ENCODING);
    assertThat(fault("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n"))
        .isEqualTo(Fault.BAD_TRANSFER_ENCODING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection: x-forwarded-for\r\n",
        "connection: :path\r\n",
        "connection: a,b,c,d,e,f,g,h,i,j\r\n"
      })
  void aHopHasNoSayOverEverything(String lines) {
    assertThat(fault(lines)).isEqualTo(Fault.BAD_CONNECTION_HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a : b\r\n",
        ": b\r\n",
        "a\r\n",
        "a: b\n",
        "a: b\r\n c\r\n",
        "a: b\rc\r\n",
        "host: a\r\nhost: a\r\n",
        "content-length: 1\r\ncontent-length: 1\r\n",
        "content-length: +1\r\n"
      })
  void refusesWhatAnotherParserMightReadOtherwise(String lines) {
    assertThat(fault(lines)).isEqualTo(Fault.MALFORMED);
  }

  @Test
  void findsCharactersThatNoHeadMayHold() {
    byte[] bad = bytes("a: b\0c\r\n\r\n");
    byte[] good = bytes("a: b\tc\u00ff\r\n\r\n");

    assertThat(HeadReader.hasInvalidCharacter(bad, 0, bad.length)).isTrue();
    assertThat(HeadReader.hasInvalidCharacter(good, 0, good.length)).isFalse();
  }

  private void read(HeadReader reader, String lines) {
    byte[] block = bytes(lines + "\r\n");
    assertThat(reader.read(block, 0, block.length, head)).isTrue();
  }

  private Fault fault(String lines) {
    byte[] block = bytes(lines + "\r\n");
    assertThat(requests.read(block, 0, block.length, new Headers())).isFalse();
    Fault fault = requests.fault;
    assertThat(fault).isNotNull();
    return fault;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
