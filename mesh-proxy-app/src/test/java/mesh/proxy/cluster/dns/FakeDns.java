package mesh.proxy.cluster.dns;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** Name servers that a test speaks for. Answers at once what it was told, else waits. */
public final class FakeDns implements DnsLookups, DnsLookup {

  private final Map<String, DnsAnswer> known = new HashMap<>();
  private final Map<String, Queue<Consumer<DnsAnswer>>> waiting = new HashMap<>();
  private final List<String> questions = new ArrayList<>();
  private DnsServers asked = DnsServers.SYSTEM;

  @Override
  public DnsLookup of(DnsServers servers) {
    asked = servers;
    return this;
  }

  @Override
  public void find(String host, DnsFamily family, Consumer<DnsAnswer> answer) {
    String question = host + " " + family;
    questions.add(question);
    DnsAnswer now = known.get(question);
    if (now == null) {
      waiting.computeIfAbsent(question, key -> new ArrayDeque<>()).add(answer);
    } else {
      answer.accept(now);
    }
  }

  /** From now on the name has these addresses. */
  public void say(String host, DnsFamily family, String... addresses) {
    say(host, family, answer(Duration.ZERO, addresses));
  }

  /** From now on this is the answer. */
  public void say(String host, DnsFamily family, DnsAnswer answer) {
    String question = host + " " + family;
    known.put(question, answer);
    var questioners = waiting.remove(question);
    if (questioners != null) {
      questioners.forEach(questioner -> questioner.accept(answer));
    }
  }

  /** An answer with a time to live. */
  public static DnsAnswer answer(Duration ttl, String... addresses) {
    return new DnsAnswer(true, Arrays.stream(addresses).map(FakeDns::address).toList(), ttl);
  }

  /** Everything that was asked: name and family. */
  public List<String> questions() {
    return questions;
  }

  /** The servers that were wanted last. */
  public DnsServers asked() {
    return asked;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
