package mesh.telemetry.receive.zipkin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.zip.GZIPInputStream;
import mesh.telemetry.span.SpanRing;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** Answers {@code POST /api/v2/spans}. Shared by all threads. */
public final class SpanCollector
    implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

  private final SpanRing ring;
  private final int mostBytes;
  private final Counter taken;
  private final Counter refused;

  /**
   * A collector into a ring.
   *
   * @param mostBytes of a request, packed and unpacked
   */
  public SpanCollector(SpanRing ring, int mostBytes, MeterRegistry meters) {
    this.ring = ring;
    this.mostBytes = mostBytes;
    this.taken = meters.counter("mesh.telemetry.zipkin.spans");
    this.refused = meters.counter("mesh.telemetry.zipkin.requests.refused");
    meters.gauge("mesh.telemetry.zipkin.kept.spans", ring, SpanRing::size);
    meters.gauge("mesh.telemetry.zipkin.kept.bytes", ring, SpanRing::bytes);
  }

  private static final class Refusal extends RuntimeException {
    final int status;

    Refusal(int status, String sentence) {
      super(sentence, null, false, false);
      this.status = status;
    }
  }

  @Override
  public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .asByteArray()
        .reduceWith(ByteArrayOutputStream::new, this::append)
        .publishOn(Schedulers.parallel())
        .doOnNext(body -> take(request.requestHeaders(), body.toByteArray()))
        .then(Mono.defer(() -> response.status(202).send()))
        .onErrorResume(Refusal.class, refusal -> answer(response, refusal));
  }

  private ByteArrayOutputStream append(ByteArrayOutputStream body, byte[] part) {
    if (body.size() + part.length > mostBytes) {
      throw tooLarge();
    }
    body.writeBytes(part);
    return body;
  }

  private void take(HttpHeaders headers, byte[] body) {
    SpanBytesDecoder decoder = decoder(headers.get(HttpHeaderNames.CONTENT_TYPE));
    byte[] plain = unpack(headers.get(HttpHeaderNames.CONTENT_ENCODING), body);
    var spans = new ArrayList<Span>();
    if (plain.length > 0) {
      decode(decoder, plain, spans);
    }
    ring.add(spans);
    taken.increment(spans.size());
  }

  private static void decode(SpanBytesDecoder decoder, byte[] body, List<Span> to) {
    try {
      decoder.decodeList(body, to);
    } catch (RuntimeException e) { // IllegalArgumentException, and what a broken body leads to
      throw new Refusal(400, "body: " + e.getMessage() + " (expected: a list of Zipkin v2 spans)");
    }
  }

  private static SpanBytesDecoder decoder(@Nullable String contentType) {
    String type = contentType == null ? "application/json" : contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return SpanBytesDecoder.JSON_V2;
    }
    if (type.startsWith("application/x-protobuf")) {
      return SpanBytesDecoder.PROTO3;
    }
    throw new Refusal(
        415, "content-type: " + type + " (expected: application/json or application/x-protobuf)");
  }

  private byte[] unpack(@Nullable String encoding, byte[] body) {
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return body;
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new Refusal(415, "content-encoding: " + encoding + " (expected: gzip, or none)");
    }
    try (var packed = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = packed.readNBytes(mostBytes + 1);
      if (plain.length > mostBytes) {
        throw tooLarge();
      }
      return plain;
    } catch (IOException e) {
      throw new Refusal(400, "body: " + e.getMessage() + " (expected: gzip)");
    }
  }

  private Refusal tooLarge() {
    return new Refusal(413, "body: too large (expected: at most " + mostBytes + " bytes)");
  }

  private Mono<Void> answer(HttpServerResponse response, Refusal refusal) {
    refused.increment();
    response.status(refusal.status).header(HttpHeaderNames.CONTENT_TYPE, "text/plain");
    if (refusal.status == 413) { // the rest of the body is not read
      response.keepAlive(false);
    }
    return response.sendString(Mono.just(refusal.getMessage() + "\n")).then();
  }
}
