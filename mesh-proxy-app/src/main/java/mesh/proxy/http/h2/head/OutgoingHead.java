package mesh.proxy.http.h2.head;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Carries {@link Headers} through Netty's encoder to our writer; Netty itself looks at the status
 * only. One instance serves all heads of a connection. Confined to one event loop.
 */
public final class OutgoingHead extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers {

  private Headers fields = new Headers();

  /** Carries other fields, until they are written. */
  public OutgoingHead of(Headers carried) {
    fields = carried;
    return this;
  }

  public Headers fields() {
    return fields;
  }

  @Override
  public @Nullable CharSequence status() {
    return fields.get(HeaderNames.STATUS);
  }

  @Override
  public @Nullable CharSequence method() {
    return fields.get(HeaderNames.METHOD);
  }

  @Override
  public @Nullable CharSequence scheme() {
    return fields.get(HeaderNames.SCHEME);
  }

  @Override
  public @Nullable CharSequence authority() {
    return fields.get(HeaderNames.AUTHORITY);
  }

  @Override
  public @Nullable CharSequence path() {
    return fields.get(HeaderNames.PATH);
  }

  @Override
  public Http2Headers method(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers scheme(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers authority(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers path(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Http2Headers status(CharSequence value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
    return false;
  }
}
