package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.filter.http.Verdict.Flow;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One message's way through the filters, in one direction. Confined to its event loop.
 *
 * <p>A filter that stops the message gets a {@link Stop}: what comes to it later waits there, in
 * order. Nothing is allocated for a message that no filter stops.
 */
final class FilterPass {

  /** What differs between requests and responses; filters are counted in the order of the pass. */
  interface Steps {

    int count();

    Verdict head(int filter, Headers head, boolean end);

    Verdict data(int filter, ByteBuf data, boolean end);

    Verdict trailers(int filter, Headers trailers);

    /** The head is past the last filter. */
    void headDone(Headers head, boolean end);

    /** Takes ownership of {@code data}. */
    void dataDone(ByteBuf data, boolean end);

    void trailersDone(Headers trailers);

    /** A filter answers instead; nothing more of this pass is wanted. */
    void answer(LocalReply reply);

    /** A filter collected more than {@link #limit()}. */
    void tooLarge();

    /** More than {@link #limit()} waits at a paused filter; or it is gone on. */
    void reading(boolean reading);

    /** Most bytes that may wait at a filter. */
    int limit();
  }

  private static final class Stop {

    final Flow mode;
    final boolean holdsHead;
    @Nullable CompositeByteBuf kept;
    @Nullable Headers trailers;
    boolean end;

    Stop(Flow mode, boolean holdsHead) {
      this.mode = mode;
      this.holdsHead = holdsHead;
    }

    int keep(ByteBuf data, boolean last) {
      CompositeByteBuf all = kept;
      if (all == null) {
        all = data.alloc().compositeBuffer(1024);
        kept = all;
      }
      all.addComponent(true, data);
      end |= last;
      return all.readableBytes();
    }
  }

  private final Steps steps;
  private int limit; // most bytes that may wait at a filter
  private @Nullable Stop @Nullable [] stops;
  private @Nullable Headers head;
  private boolean headEnd;
  private boolean inFilter;
  private boolean resumedEarly; // a filter resumed before it returned that it pauses
  private boolean throttled;
  private boolean dead;

  FilterPass(Steps steps) {
    this.steps = steps;
    this.limit = steps.limit();
  }

  /** Another limit than the stream's, from here on. */
  void limit(int bytes) {
    limit = bytes;
  }

  void head(Headers message, boolean end) {
    head = message;
    headEnd = end;
    headFrom(0, message, end);
  }

  /** Takes ownership of {@code data}. */
  void data(ByteBuf data, boolean end) {
    if (dead) {
      data.release();
    } else {
      dataFrom(0, data, end);
    }
  }

  void trailers(Headers trailers) {
    if (!dead) {
      trailersFrom(0, trailers);
    }
  }

  boolean isStopped() {
    if (stops != null) {
      for (Stop stop : stops) {
        if (stop != null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Continues at the stopped filter, the one that holds the head if there is one. */
  void resume() {
    if (inFilter) {
      resumedEarly = true;
      return;
    }
    if (dead || stops == null) {
      return;
    }
    for (int filter = stops.length - 1; filter >= 0; filter--) {
      if (stops[filter] != null) {
        release(filter);
        return;
      }
    }
  }

  /**
   * Lets the first bytes that wait at the stopped filter go on; with the last of them the stop is
   * over. Does nothing at a filter that holds the head.
   *
   * @return bytes that went on
   */
  int pass(int most) {
    if (dead || inFilter || stops == null || most <= 0) {
      return 0;
    }
    int filter = stops.length - 1;
    while (filter >= 0 && stops[filter] == null) {
      filter--;
    }
    Stop stop = filter < 0 ? null : stops[filter];
    if (stop == null || stop.holdsHead) {
      return 0;
    }
    CompositeByteBuf kept = stop.kept;
    int waiting = kept == null ? 0 : kept.readableBytes();
    if (kept == null || waiting <= most) {
      release(filter);
      return waiting;
    }
    ByteBuf part = kept.alloc().buffer(most);
    kept.readBytes(part, most);
    kept.discardReadComponents();
    if (throttled && waiting - most <= limit / 2) {
      throttled = false;
      steps.reading(true);
    }
    dataFrom(filter + 1, part, false);
    return most;
  }

  /** Ends the pass and drops what waits. */
  void kill() {
    dead = true;
    if (stops == null) {
      return;
    }
    for (int filter = 0; filter < stops.length; filter++) {
      Stop stop = stops[filter];
      if (stop != null && stop.kept != null) {
        stop.kept.release();
      }
      stops[filter] = null;
    }
  }

  private void headFrom(int first, Headers message, boolean end) {
    int count = steps.count();
    for (int filter = first; filter < count; filter++) {
      inFilter = true;
      Verdict verdict = steps.head(filter, message, end);
      if (!goesOn(verdict)) {
        if (!dead && verdict instanceof Flow mode) {
          stop(filter, mode, true);
        }
        return;
      }
    }
    steps.headDone(message, end);
  }

  private void dataFrom(int first, ByteBuf data, boolean end) {
    int count = steps.count();
    for (int filter = first; filter < count; filter++) {
      Stop stop = stops == null ? null : stops[filter];
      if (stop != null && stop.mode == Flow.PAUSE) {
        keep(stop, data, end);
        return;
      }
      inFilter = true;
      Verdict verdict = steps.data(filter, data, end);
      boolean on = goesOn(verdict);
      if (dead) {
        data.release();
        return;
      }
      if (stop == null && on) {
        continue;
      }
      if (verdict instanceof LocalReply) {
        data.release();
        return;
      }
      keep(stop != null ? stop : stop(filter, (Flow) verdict, false), data, end);
      if (on) {
        release(filter);
      }
      return;
    }
    steps.dataDone(data, end);
  }

  private void trailersFrom(int first, Headers trailers) {
    int count = steps.count();
    for (int filter = first; filter < count; filter++) {
      Stop stop = stops == null ? null : stops[filter];
      if (stop != null && stop.mode == Flow.PAUSE) {
        stop.trailers = trailers;
        return;
      }
      inFilter = true;
      Verdict verdict = steps.trailers(filter, trailers);
      boolean on = goesOn(verdict);
      if (dead) {
        return;
      }
      if (stop == null && on) {
        continue;
      }
      if (verdict instanceof LocalReply) {
        return;
      }
      (stop != null ? stop : stop(filter, (Flow) verdict, false)).trailers = trailers;
      if (on) {
        release(filter);
      }
      return;
    }
    steps.trailersDone(trailers);
  }

  /** Ends a filter's call; true if the message goes on. Sends a reply. */
  private boolean goesOn(Verdict verdict) {
    inFilter = false;
    boolean early = resumedEarly;
    resumedEarly = false;
    if (dead) {
      return false;
    }
    return switch (verdict) {
      case Flow flow -> flow == Flow.CONTINUE || early;
      case LocalReply reply -> {
        steps.answer(reply);
        yield false;
      }
    };
  }

  private Stop stop(int filter, Flow mode, boolean holdsHead) {
    if (stops == null) {
      stops = new Stop[steps.count()];
    }
    var stop = new Stop(mode, holdsHead);
    stops[filter] = stop;
    return stop;
  }

  private void keep(Stop stop, ByteBuf data, boolean end) {
    int waiting = stop.keep(data, end);
    if (waiting > limit) {
      if (stop.mode == Flow.COLLECT) {
        steps.tooLarge();
      } else if (!throttled) {
        throttled = true;
        steps.reading(false);
      }
    }
  }

  private void release(int filter) {
    Stop stop = stops == null ? null : stops[filter];
    if (stop == null || stops == null) {
      return;
    }
    stops[filter] = null;
    if (throttled) {
      throttled = false;
      steps.reading(true);
    }
    if (stop.holdsHead && head != null) {
      headFrom(filter + 1, head, headEnd);
    }
    if (stop.kept != null) {
      if (dead) {
        stop.kept.release();
        return;
      }
      dataFrom(filter + 1, stop.kept, stop.end);
    }
    if (stop.trailers != null && !dead) {
      trailersFrom(filter + 1, stop.trailers);
    }
  }
}
