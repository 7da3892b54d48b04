package mesh.proxy.cluster.health;

import io.envoyproxy.envoy.config.core.v3.HealthCheck.RedisHealthCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/** Health checks that a test answers; by host. */
public final class FakeChecker implements HealthCheckerFactory<RedisHealthCheck>, HealthChecker {

  private final Map<String, FakeProbe> probes = new HashMap<>();

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public RedisHealthCheck prototype() {
    return RedisHealthCheck.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype());
  }

  @Override
  public HealthChecker bind(RedisHealthCheck proto) {
    return this;
  }

  @Override
  public String type() {
    return "FAKE";
  }

  @Override
  public List<String> alpn() {
    return List.of();
  }

  @Override
  public Probe probe(ProbeTarget target, ProbeContext context) {
    var probe = new FakeProbe();
    probes.put(target.host().toString(), probe);
    return probe;
  }

  /** The probe of a host. */
  public FakeProbe of(String host) {
    return Objects.requireNonNull(probes.get(host), host);
  }

  /** One host's probe. */
  public static final class FakeProbe implements Probe {

    private @Nullable Consumer<CheckResult> asked;
    private @Nullable CheckResult always;
    private int questions;
    private boolean abandoned;
    private boolean closed;

    @Override
    public void check(Consumer<CheckResult> answer) {
      asked = answer;
      questions++;
      if (always != null) {
        say(always);
      }
    }

    @Override
    public void abandon() {
      asked = null;
      abandoned = true;
    }

    @Override
    public void close() {
      closed = true;
    }

    /** Answers the question that was asked last. */
    public void say(CheckResult result) {
      var waiting = Objects.requireNonNull(asked, "no question");
      asked = null;
      waiting.accept(result);
    }

    /** Answers the question that was asked last, and all that follow. */
    public void always(CheckResult result) {
      always = result;
      say(result);
    }

    /** How often it was asked. */
    public int questions() {
      return questions;
    }

    public boolean isAbandoned() {
      return abandoned;
    }

    public boolean isClosed() {
      return closed;
    }
  }
}
