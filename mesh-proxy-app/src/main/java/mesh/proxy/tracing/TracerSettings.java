package mesh.proxy.tracing;

import java.util.List;
import mesh.proxy.tracing.sampling.Sampling;
import mesh.proxy.tracing.tag.CustomTag;

/**
 * How a connection manager traces, whatever the tracer. Immutable.
 *
 * @param verbose whether spans have annotations for what happened when
 * @param maxPathLength most characters of a path in a tag
 * @param spawnsAttempts whether attempts upstream have spans of their own
 */
public record TracerSettings(
    Sampling sampling,
    boolean verbose,
    int maxPathLength,
    List<CustomTag> tags,
    boolean spawnsAttempts) {

  public TracerSettings {
    tags = List.copyOf(tags);
  }
}
