package mesh.proxy.format;

import static mesh.proxy.format.Streams.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.Test;

class JsonFormatterTest {

  @Test
  void keepsTypesOfSingleOperatorsAndSortsKeys() {
    StreamInfo info = request("/p");
    info.responseCode = 200;
    info.dynamicMetadata("ns").put("k", Map.of("b", 1.0, "a", "x"));

    assertThat(
            print(
                "{z: '%RESPONSE_CODE%', code: 'c%RESPONSE_CODE%', path: '%REQ(:path)%', md:"
                    + " '%DYNAMIC_METADATA(ns:k)%'}",
                info))
        .isEqualTo("{\"code\":\"c200\",\"md\":{\"a\":\"x\",\"b\":1},\"path\":\"/p\",\"z\":200}\n");
  }

  @Test
  void takesConstantsListsAndNestedObjects() {
    assertThat(
            print(
                "{n: 5, f: 1.5, b: true, o: null, e: '', p: '100%%', l: ['%REQ(:path)%', 1], in:"
                    + " {x: '%REQ(x)%'}}",
                request("/p")))
        .isEqualTo(
            "{\"b\":true,\"e\":\"\",\"f\":1.5,\"in\":{\"x\":null},"
                + "\"l\":[\"/p\",1],\"n\":5,\"o\":null,\"p\":\"100%\"}\n");
  }

  @Test
  void printsNullForMissingValuesAndDashesInText() {
    assertThat(
            print(
                "{a: '%REQ(x)%', b: 'x%REQ(x)%', c: '%RESPONSE_FLAGS%', d:"
                    + " '%UPSTREAM_LOCAL_PORT%'}",
                request("/")))
        .isEqualTo("{\"a\":null,\"b\":\"x-\",\"c\":\"-\",\"d\":null}\n");
  }

  @Test
  void leavesOutMissingValuesIfAsked() {
    assertThat(
            FormatConfig.parse(
                    proto(
                        "omit_empty_values: true\n"
                            + "json_format: {a: '%REQ(x)%', b: 'x%REQ(x)%', c: {d: {e:"
                            + " '%REQ(x)%'}}, l: ['%REQ(x)%'], f: ''}"))
                .formatter()
                .format(request("/")))
        .isEqualTo("{\"b\":\"x\",\"f\":\"\",\"l\":[]}\n");
  }

  @Test
  void escapesWhatJsonCannotHold() {
    StreamInfo info = request("/\"\\\t\u0001\u007f\u00e9");

    assertThat(print("{p: '%REQ(:path)%'}", info))
        .isEqualTo("{\"p\":\"/\\\"\\\\\\t\\u0001\\u007f\u00e9\"}\n");
  }

  @Test
  void shortensStringsInsideOfJson() {
    assertThat(print("{p: '%REQ(:path):3%'}", request("/abcdef"))).isEqualTo("{\"p\":\"/ab\"}\n");
  }

  @Test
  void namesTheKeyWhoseFormatIsWrong() {
    assertThatThrownBy(() -> print("{a: {b: ['x', '%NOPE%']}}", request("/")))
        .hasMessageStartingWith(
            "json_format.a.b[1]: %NOPE% (expected: an operator that this proxy has; the nearest"
                + " is");
  }

  @Test
  void knowsWhatItPrints() {
    assertThat(FormatConfig.parse(proto("json_format: {}")).contentType())
        .isEqualTo("application/json");
    assertThat(FormatConfig.parse(proto("text_format: x")).contentType()).isEqualTo("text/plain");
    assertThat(FormatConfig.parse(proto("text_format: x\ncontent_type: text/html")).contentType())
        .isEqualTo("text/html");
    assertThat(
            FormatConfig.parse(proto("text_format_source: {inline_string: x}"))
                .formatter()
                .constant())
        .isEqualTo("x");
    assertThat(FormatConfig.SUPPORTED.undeclared()).isEmpty();
  }

  private static String print(String json, StreamInfo info) {
    return FormatConfig.parse(proto("json_format: " + json)).formatter().format(info);
  }

  private static SubstitutionFormatString proto(String yaml) {
    return ProtoYaml.parse(SubstitutionFormatString.getDefaultInstance(), yaml);
  }
}
