package mesh.proxy.tracing.tag;

import java.util.List;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.Headers;
import mesh.proxy.match.MetadataMatch;
import mesh.proxy.match.ValueMatch;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** A tag that the configuration adds to spans. Immutable. */
public sealed interface CustomTag {

  String name();

  /** Null or empty if the span gets no such tag. */
  @Nullable String value(StreamInfo info);

  /** The same for all requests: a literal, or a variable of the environment. */
  record Fixed(String name, String value) implements CustomTag {

    @Override
    public String value(StreamInfo info) {
      return value;
    }
  }

  /** A header field of the request. */
  record RequestHeader(String name, String field, String fallback) implements CustomTag {

    @Override
    public String value(StreamInfo info) {
      Headers head = info.requestHead;
      String found = head == null ? null : head.get(field);
      return found == null ? fallback : found;
    }
  }

  /**
   * A value of metadata; lists and structs as JSON.
   *
   * @param path keys from the outside in
   */
  record Metadata(String name, Kind kind, String namespace, List<String> path, String fallback)
      implements CustomTag {

    /** Whose metadata. */
    public enum Kind {
      /** What filters left. */
      REQUEST,
      /** Of the endpoint. */
      HOST
    }

    public Metadata {
      path = List.copyOf(path);
    }

    @Override
    public String value(StreamInfo info) {
      Object found =
          switch (kind) {
            case REQUEST -> MetadataMatch.find(info.dynamicMetadata().get(namespace), path);
            case HOST -> {
              Endpoint host = info.upstreamHost;
              yield host == null
                  ? ValueMatch.ABSENT
                  : MetadataMatch.find(host.metadata().get(namespace), path);
            }
          };
      return found == null || found == ValueMatch.ABSENT ? fallback : StructText.of(found);
    }
  }
}
