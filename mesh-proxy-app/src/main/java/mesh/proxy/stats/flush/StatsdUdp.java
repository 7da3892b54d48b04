package mesh.proxy.stats.flush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Distribution;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Metric;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.TextReadout;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stats.tag.TagRules;

/**
 * Sends statsd's lines over UDP. Nobody is told of lost datagrams: that is how statsd works. Called
 * by one thread.
 */
final class StatsdUdp implements StatsSink {

  private final SinkConfig config;
  private final TagRules tags;
  private final DatagramChannel channel;
  private final StringBuilder datagram = new StringBuilder();

  StatsdUdp(SinkConfig config, TagRules tags) throws IOException {
    this.config = config;
    this.tags = tags;
    this.channel = DatagramChannel.open().connect(config.address());
  }

  @Override
  public void flush(Stats stats) {
    stats.visit(this::add);
    send();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String prefix, Metric metric) {
    switch (metric) {
      case Counter counter -> {
        long delta = counter.latch();
        if (delta > 0) {
          line(prefix, metric, Long.toString(delta), "|c");
        }
      }
      case Gauge gauge -> {
        if (gauge.isUsed()) {
          line(prefix, metric, Long.toString(gauge.value()), "|g");
        }
      }
      case Histogram histogram -> {
        Distribution samples = histogram.interval();
        for (int at = 0; at < samples.size(); at++) {
          String rate = samples.count(at) == 1 ? "" : "|@" + 1.0 / samples.count(at);
          line(prefix, metric, Long.toString((long) samples.left(at)), "|ms" + rate);
        }
      }
      case TextReadout text -> {}
    }
  }

  private void line(String prefix, Metric metric, String value, String suffix) {
    String name = prefix + metric.leafName();
    var line = new StringBuilder(config.prefix()).append('.');
    if (config.tagged()) {
      TagRules.Tagged split = tags.split(name);
      line.append(split.name()).append(':').append(value).append(suffix);
      String separator = "|#";
      for (Tag tag : split.tags()) {
        line.append(separator).append(tag.name()).append(':').append(tag.value());
        separator = ",";
      }
    } else {
      line.append(name).append(':').append(value).append(suffix);
    }
    if (datagram.length() + 1 + line.length() > config.maxDatagram()) {
      send();
    }
    datagram.append(datagram.isEmpty() ? "" : "\n").append(line);
  }

  private void send() {
    if (datagram.isEmpty()) {
      return;
    }
    try {
      channel.write(ByteBuffer.wrap(datagram.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      // nobody listens there now; the next flush may find somebody
    }
    datagram.setLength(0);
  }
}
