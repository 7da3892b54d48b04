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

  private static final int CREATED = 201; // RFC 9110 section 15.3.2: says where, if not in location

  private OwnAnswers() {}

  static LocalReply of(Route route, Headers request, StreamInfo info, RouterShared shared) {
    return switch (route.action()) {
      case Redirect redirect -> {
        shared.countRedirect();
        String location = redirect.location(request);
        redirect.rewritePath(request, !shared.config().suppressEnvoyHeaders());
        yield reply(route, redirect.status(), "", location, info);
      }
      case DirectResponse direct -> {
        shared.countDirectResponse();
        int status = direct.status();
        String location =
            status == CREATED || status / 100 == 3 ? Redirect.NOWHERE.location(request) : "";
        yield reply(route, status, direct.body(), location, info);
      }
      case NonForwarding none -> Failures.noRoute();
      case Forward forward ->
          throw new IllegalStateException("A forwarding route has no answer of its own: " + route);
    };
  }

  private static LocalReply reply(
      Route route, int status, String body, String location, StreamInfo info) {
    Headers more = Headers.response(status);
    if (!location.isEmpty()) {
      more.add(HeaderNames.LOCATION, location);
    }
    route.finalizeResponseHead(more, info);
    more.remove(HeaderNames.STATUS);
    return new LocalReply(status, body, "direct_response", null, more, -1);
  }
}
