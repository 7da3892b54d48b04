package mesh.telemetry.handler.prometheus;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.handler.CallHandler;

/** Counts calls under Istio's names. Shared by all threads. */
public final class IstioMetrics implements CallHandler {

  private static final int CHUNK = 32 * 1024; // characters

  private final int most;
  private final Map<SeriesKey, Series> series = new ConcurrentHashMap<>();

  /** Keeps this many series apart; further ones are counted together. */
  public IstioMetrics(int most) {
    this.most = most;
  }

  @Override
  public void handle(Call call) {
    SeriesKey key = SeriesKey.of(call);
    Series known = series.get(key);
    (known == null ? make(key) : known).add(call);
  }

  private Series make(SeriesKey key) {
    SeriesKey kept =
        series.size() < most ? key : SeriesKey.overflow(key.direction(), key.protocol());
    return series.computeIfAbsent(kept, Series::new);
  }

  /** The text format of Prometheus, in pieces, made as they are asked for. */
  public Stream<String> text() {
    List<Series> all = List.copyOf(series.values());
    return Stream.of(Family.values()).flatMap(family -> text(family, all));
  }

  private static Stream<String> text(Family family, List<Series> all) {
    List<Series> of = all.stream().filter(each -> each.isTcp() == family.isTcp()).toList();
    if (of.isEmpty()) {
      return Stream.empty();
    }
    Iterator<Series> rest = of.iterator();
    var first = new StringBuilder(family.head());
    return Stream.iterate(
            fill(first, family, rest), text -> !text.isEmpty(), text -> next(family, rest))
        .map(StringBuilder::toString);
  }

  private static StringBuilder next(Family family, Iterator<Series> rest) {
    return fill(new StringBuilder(), family, rest);
  }

  private static StringBuilder fill(StringBuilder text, Family family, Iterator<Series> rest) {
    while (rest.hasNext() && text.length() < CHUNK) {
      rest.next().write(family, text);
    }
    return text;
  }
}
