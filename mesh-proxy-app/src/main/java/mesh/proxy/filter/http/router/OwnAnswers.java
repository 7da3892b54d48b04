package mesh.proxy.filter.http.router;

import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.DirectResponse;
import mesh.proxy.route.Forward;
import mesh.proxy.route.NonForwarding;
import mesh.proxy.route.Redirect;
import mesh.proxy.route.Route;
import mesh.proxy.stream.StreamInfo;

/** Answers that a route gives by itself, without any upstream. */
final class OwnAnswers {

  private OwnAnswers() {}

  static LocalReply of(Route route, Headers request, StreamInfo info, RouterShared shared) {
    return switch (route.action()) {
      case Redirect redirect -> {
        shared.countRedirect();
        Headers more = new Headers(2).add(HeaderNames.LOCATION, redirect.location(request));
        route.finalizeRequestHead(request, info, false);
        yield new LocalReply(redirect.status(), "", "direct_response", null, more, -1);
      }
      case DirectResponse direct -> {
        shared.countDirectResponse();
        yield new LocalReply(direct.status(), direct.body(), "direct_response", null, null, -1);
      }
      case NonForwarding none -> Failures.noRoute();
      case Forward forward ->
          throw new IllegalStateException("A forwarding route has no answer of its own: " + route);
    };
  }
}
