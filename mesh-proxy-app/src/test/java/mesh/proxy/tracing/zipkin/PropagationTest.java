package mesh.proxy.tracing.zipkin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import mesh.proxy.http.Headers;
import mesh.proxy.tracing.zipkin.SpanContext.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationTest {

  private static final String LONG_ID = "463ac35c9f6413ad48485a3953bb6124";
  private static final String SPAN_ID = "a2fb4a1d1a96d312";
  private static final long SPAN = 0xa2fb4a1d1a96d312L;

  @Test
  void readsTheFourHeaders() {
    var head =
        head(
            "x-b3-traceid",
            LONG_ID,
            "x-b3-spanid",
            SPAN_ID,
            "x-b3-parentspanid",
            "0020000000000001",
            "x-b3-sampled",
            "0");

    assertThat(Propagation.extract(head, true).span())
        .isEqualTo(
            new SpanContext(
                0x463ac35c9f6413adL,
                0x48485a3953bb6124L,
                SPAN,
                0x0020000000000001L,
                false,
                false,
                Form.MULTI));
  }

  @Test
  void leavesTheDecisionToUsWhereTheCallerMadeNone() {
    var head = head("x-b3-traceid", LONG_ID, "x-b3-spanid", SPAN_ID);

    assertThat(Propagation.extract(head, true).span().sampled()).isTrue();
    assertThat(Propagation.extract(head, false).span().sampled()).isFalse();
    assertThat(Propagation.extract(head("x-b3-sampled", "0"), true))
        .isEqualTo(Extracted.NOT_SAMPLED);
    assertThat(Propagation.extract(head("x-b3-flags", "1"), false)).isEqualTo(Extracted.SAMPLED);
    assertThat(Propagation.extract(head(), true)).isEqualTo(Extracted.NONE);
  }

  @Test
  void readsTheSingleHeader() {
    assertThat(single("463ac35c9f6413ad-a2fb4a1d1a96d312-1-0020000000000001").span())
        .isEqualTo(
            new SpanContext(
                0, 0x463ac35c9f6413adL, SPAN, 0x0020000000000001L, true, false, Form.SINGLE));
    assertThat(single(LONG_ID + "-" + SPAN_ID).span().sampled()).isFalse();
    assertThat(single(LONG_ID + "-" + SPAN_ID + "-d").span().sampled()).isTrue();
    assertThat(single("0")).isEqualTo(Extracted.SINGLE_NOT_SAMPLED);
    assertThat(single("1")).isEqualTo(Extracted.SINGLE_SAMPLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bogus",
        "2",
        "463ac35c9f6413ad",
        "463ac35c9f6413a-a2fb4a1d1a96d312",
        "463ac35c9f6413ad-a2fb4a1d1a96d31",
        "463ac35c9f6413ad-a2fb4a1d1a96d312-",
        "463ac35c9f6413ad-a2fb4a1d1a96d312-2",
        "463ac35c9f6413ad-a2fb4a1d1a96d312-1-",
        "463ac35c9f6413ad-a2fb4a1d1a96d312-1-002000000000000x",
        "0000000000000000-a2fb4a1d1a96d312-1",
        "463ac35c9f6413ad-0000000000000000-1",
        "463ac35c9f6413ad-a2fb4a1d1a96d312-1-0020000000000001-1"
      })
  void knowsAMalformedSingleHeader(String b3) {
    assertThat(single(b3)).isSameAs(Extracted.MALFORMED);
  }

  @Test
  void knowsMalformedHeaders() {
    assertThat(Propagation.extract(head("x-b3-traceid", "zzz", "x-b3-spanid", SPAN_ID), true))
        .isSameAs(Extracted.MALFORMED);
    assertThat(Propagation.extract(head("x-b3-traceid", "zzz"), true)).isSameAs(Extracted.NONE);
  }

  @Test
  void readsTraceparentWhereThereIsNoB3() {
    String text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    assertThat(Propagation.extract(head("traceparent", text), false).span())
        .isEqualTo(
            new SpanContext(
                0x0af7651916cd43ddL,
                0x8448eb211c80319cL,
                0xb7ad6b7169203331L,
                0,
                true,
                false,
                Form.W3C));
    assertThat(Propagation.extract(head("traceparent", text, "b3", "0"), false))
        .isEqualTo(Extracted.SINGLE_NOT_SAMPLED);
    assertThat(Propagation.extract(head("traceparent", text + "-x"), false))
        .isSameAs(Extracted.NONE);
    assertThat(Propagation.extract(head("traceparent", "ff" + text.substring(2)), false))
        .isSameAs(Extracted.NONE);
    assertThat(
            Propagation.extract(head("traceparent", "cc" + text.substring(2) + "-x"), false).span())
        .isNotNull();
    assertThat(Propagation.extract(head("traceparent", text.replace("0af7", "xxxx")), false))
        .isSameAs(Extracted.NONE);
  }

  @Test
  void traceparentFollowsB3OfTheSameTrace() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    Headers both =
        head(
            "x-b3-traceid",
            trace,
            "x-b3-spanid",
            "00000000000000b3",
            "traceparent",
            "00-" + trace + "-b7ad6b7169203331-01");
    Headers others =
        head(
            "x-b3-traceid", "0000000000000001",
            "x-b3-spanid", "00000000000000b3",
            "traceparent", "00-" + trace + "-b7ad6b7169203331-01");

    SpanContext one = requireNonNull(Propagation.extract(both, true).span());
    SpanContext two = requireNonNull(Propagation.extract(others, true).span());
    Propagation.inject(one.child(() -> 7), both);
    Propagation.inject(two.child(() -> 7), others);

    assertThat(one.spanId()).isEqualTo(0xb3);
    assertThat(one.form()).isEqualTo(Form.BOTH);
    assertThat(both.get("x-b3-spanid")).isEqualTo("0000000000000007");
    assertThat(both.get("traceparent")).isEqualTo("00-" + trace + "-0000000000000007-01");
    assertThat(two.form()).isEqualTo(Form.MULTI);
    assertThat(others.get("traceparent")).isEqualTo("00-" + trace + "-b7ad6b7169203331-01");
  }

  @Test
  void writesTheFormThatItRead() {
    var multi = new Headers();
    Propagation.inject(new SpanContext(0, 1, 2, 3, true, false, Form.MULTI), multi);
    var single = new Headers();
    Propagation.inject(new SpanContext(5, 1, 2, 0, false, false, Form.SINGLE), single);
    var w3c = new Headers();
    Propagation.inject(new SpanContext(0, 1, 2, 0, true, false, Form.W3C), w3c);

    assertThat(multi)
        .hasToString(
            """
            x-b3-traceid: 0000000000000001
            x-b3-spanid: 0000000000000002
            x-b3-parentspanid: 0000000000000003
            x-b3-sampled: 1
            """);
    assertThat(single).hasToString("b3: 00000000000000050000000000000001-0000000000000002-0\n");
    assertThat(w3c.get("traceparent"))
        .isEqualTo("00-00000000000000000000000000000001-0000000000000002-01");
    assertThat(w3c.get("x-b3-traceid")).isEqualTo("0000000000000001");
  }

  private static Extracted single(String b3) {
    return Propagation.extract(head("b3", b3), false);
  }

  private static Headers head(String... fields) {
    var head = new Headers();
    for (int at = 0; at < fields.length; at += 2) {
      head.add(fields[at], fields[at + 1]);
    }
    return head;
  }
}
