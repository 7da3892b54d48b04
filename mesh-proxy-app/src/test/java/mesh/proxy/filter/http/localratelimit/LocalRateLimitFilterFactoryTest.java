package mesh.proxy.filter.http.localratelimit;

import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;

class LocalRateLimitFilterFactoryTest extends HttpFilterContract {

  @Override
  protected HttpFilterFactory<?> factory() {
    return new LocalRateLimitFilterFactory();
  }

  @Override
  protected String junk() {
    return "{stat_prefix: a, token_bucket: {max_tokens: 1, fill_interval: 0.049s}}";
  }

  @Override
  protected String junkRefusal() {
    return "token_bucket.fill_interval: PT0.049S (expected: >= PT0.05S)";
  }

  @Override
  protected String emptyConfigRefusal() {
    return "stat_prefix:  (expected: a name for statistics)";
  }
}
