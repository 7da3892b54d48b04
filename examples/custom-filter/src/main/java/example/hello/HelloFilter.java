package example.hello;

import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.stats.Counter;

/** Greets the user whom the request names; may refuse requests that name none. */
final class HelloFilter implements HttpFilter {

  private static final Verdict REFUSAL =
      new LocalReply(401, "Who are you?\n", "hello_no_user", null);

  private final String greeting;
  private final boolean userRequired;
  private final Counter greeted;

  HelloFilter(String greeting, boolean userRequired, Counter greeted) {
    this.greeting = greeting;
    this.userRequired = userRequired;
    this.greeted = greeted;
  }

  @Override
  public Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    return userRequired && !head.contains("x-user") ? REFUSAL : Verdict.Flow.CONTINUE;
  }

  @Override
  public Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    String user = stream.requestHead().get("x-user");
    if (user != null) {
      head.set("x-hello", greeting + ", " + user);
      greeted.increment();
    }
    return Verdict.Flow.CONTINUE;
  }
}
