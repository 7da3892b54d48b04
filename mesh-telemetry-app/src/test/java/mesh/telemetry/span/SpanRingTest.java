package mesh.telemetry.span;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import zipkin2.DependencyLink;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.storage.QueryRequest;

class SpanRingTest {

  private static final long NOW = 1_800_000_000_000L; // milliseconds

  private final SpanRing ring = new SpanRing(4, 1_000_000);

  @Test
  void letsTheOldestTraceGoFirst() {
    ring.add(List.of(span("a", "1", "shop"), span("b", "1", "shop")));
    ring.add(List.of(span("a", "2", "shop"), span("c", "1", "shop"), span("c", "2", "shop")));

    assertThat(ring.trace("000000000000000a")).isEmpty();
    assertThat(ring.trace("000000000000000b")).hasSize(1);
    assertThat(ring.trace("000000000000000c")).hasSize(2);
    assertThat(ring.size()).isEqualTo(3);
  }

  @Test
  void isBoundedInBytes() {
    Span span = span("a", "1", "shop");
    var small = new SpanRing(1000, 3L * SpanBytesEncoder.PROTO3.sizeInBytes(span));
    for (int i = 1; i <= 50; i++) {
      small.add(List.of(span(Integer.toHexString(i), "1", "shop")));
    }

    assertThat(small.size()).isEqualTo(3);
    assertThat(small.bytes()).isLessThanOrEqualTo(3L * SpanBytesEncoder.PROTO3.sizeInBytes(span));
  }

  @Test
  void dropsATraceThatAloneIsTooLarge() {
    for (int i = 1; i <= 5; i++) {
      ring.add(List.of(span("a", Integer.toHexString(i), "shop")));
    }

    assertThat(ring.size()).isZero();
    assertThat(ring.bytes()).isZero();
  }

  @Test
  void findsByNameOfService() {
    ring.add(List.of(span("a", "1", "shop"), span("b", "1", "stock"), span("c", "1", "shop")));

    assertThat(ring.find(query("shop", 10)))
        .extracting(trace -> trace.getFirst().traceId())
        .containsExactly("000000000000000c", "000000000000000a");
    assertThat(ring.find(query("shop", 1))).hasSize(1);
    assertThat(ring.services()).containsExactly("shop", "stock");
    assertThat(ring.spanNames("shop")).containsExactly("get /");
    assertThat(ring.remoteServices("stock")).isEmpty();
  }

  @Test
  void linksServicesThatCallEachOther() {
    Span client =
        span("a", "1", "shop").toBuilder()
            .kind(Span.Kind.CLIENT)
            .remoteEndpoint(Endpoint.newBuilder().serviceName("stock").build())
            .build();
    Span server = span("a", "1", "stock").toBuilder().kind(Span.Kind.SERVER).shared(true).build();
    ring.add(List.of(client, server));

    assertThat(ring.dependencies(0, NOW * 1000))
        .containsExactly(
            DependencyLink.newBuilder().parent("shop").child("stock").callCount(1).build());
    assertThat(ring.dependencies(NOW * 1000 + 1, NOW * 2000)).isEmpty();
  }

  private static QueryRequest query(String service, int limit) {
    return QueryRequest.newBuilder()
        .serviceName(service)
        .endTs(NOW)
        .lookback(1000)
        .limit(limit)
        .build();
  }

  private static Span span(String trace, String id, String service) {
    return Span.newBuilder()
        .traceId(trace)
        .id(id)
        .name("get /")
        .timestamp(NOW * 1000)
        .duration(1000L)
        .localEndpoint(Endpoint.newBuilder().serviceName(service).build())
        .build();
  }
}
