package mesh.proxy.cluster.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Asks the operating system, which may block: every question gets a thread.
 *
 * @param threads one for each task
 */
record SystemDnsLookup(Executor threads) implements DnsLookup {

  @Override
  public void find(String host, DnsFamily family, Consumer<DnsAnswer> answer) {
    threads.execute(() -> answer.accept(ask(host, family == DnsFamily.V4_ONLY)));
  }

  private static DnsAnswer ask(String host, boolean v4) {
    try {
      var addresses =
          Arrays.stream(InetAddress.getAllByName(host))
              .filter(address -> address instanceof Inet4Address == v4)
              .toList();
      return new DnsAnswer(true, addresses, Duration.ZERO);
    } catch (UnknownHostException e) {
      return DnsAnswer.FAILED; // the system does not say why
    }
  }
}
