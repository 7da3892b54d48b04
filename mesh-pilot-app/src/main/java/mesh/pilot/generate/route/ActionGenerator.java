package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import mesh.pilot.generate.Protos;
import mesh.pilot.model.Destination;
import mesh.pilot.model.HeaderRules;
import mesh.pilot.model.HttpRoute;
import org.jspecify.annotations.Nullable;

/** What is done with requests, as a proxy knows it. */
final class ActionGenerator {

  private static final double PER_MILLION = 10_000; // of one percent
  private static final String USUAL_RETRIES =
      "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
  private static final int USUAL_ATTEMPTS = 2;
  private static final int HOST_SELECTION_ATTEMPTS = 5;

  private ActionGenerator() {}

  /**
   * A forwarding route.
   *
   * @param clusters names the cluster of a destination
   */
  static RouteAction.Builder forward(
      HttpRoute route, HttpRoute.Forward forward, Function<Destination, String> clusters) {
    var proto = RouteAction.newBuilder();
    to(forward.to(), clusters, proto);
    proto.setTimeout(Protos.duration(route.timeout() == null ? Duration.ZERO : route.timeout()));
    proto.setRetryPolicy(retries(route.retries()));
    rewrite(route, proto);
    for (HttpRoute.Mirror mirror : route.mirrors()) {
      proto.addRequestMirrorPolicies(
          RouteAction.RequestMirrorPolicy.newBuilder()
              .setCluster(clusters.apply(mirror.destination()))
              .setRuntimeFraction(
                  RuntimeFractionalPercent.newBuilder()
                      .setDefaultValue(percent(mirror.percent()))));
    }
    return proto;
  }

  private static void to(
      List<HttpRoute.Weighted> to,
      Function<Destination, String> clusters,
      RouteAction.Builder proto) {
    if (to.size() == 1 && to.getFirst().headers().equals(HeaderRules.NONE)) {
      proto.setCluster(clusters.apply(to.getFirst().destination()));
      return;
    }
    var weighted = WeightedCluster.newBuilder();
    for (HttpRoute.Weighted one : to) {
      var cluster =
          WeightedCluster.ClusterWeight.newBuilder()
              .setName(clusters.apply(one.destination()))
              .setWeight(Protos.number(to.size() == 1 ? 1 : one.weight()))
              .addAllRequestHeadersToAdd(HeaderGenerator.values(one.headers().request()))
              .addAllRequestHeadersToRemove(one.headers().request().remove())
              .addAllResponseHeadersToAdd(HeaderGenerator.values(one.headers().response()))
              .addAllResponseHeadersToRemove(one.headers().response().remove());
      String authority = HeaderGenerator.authority(one.headers().request());
      if (!authority.isEmpty()) {
        cluster.setHostRewriteLiteral(authority);
      }
      weighted.addClusters(cluster);
    }
    proto.setWeightedClusters(weighted);
  }

  private static void rewrite(HttpRoute route, RouteAction.Builder proto) {
    HttpRoute.Rewrite rewrite = route.rewrite();
    String authority = HeaderGenerator.authority(route.headers().request());
    if (rewrite != null && !rewrite.authority().isEmpty()) {
      proto.setHostRewriteLiteral(rewrite.authority());
    } else if (!authority.isEmpty()) {
      proto.setHostRewriteLiteral(authority);
    }
    if (rewrite == null) {
      return;
    }
    if (!rewrite.regex().isEmpty()) {
      proto.setRegexRewrite(substitution(rewrite.regex(), rewrite.substitution()));
    } else if (!rewrite.uri().isEmpty()) {
      proto.setPrefixRewrite(rewrite.uri());
    }
  }

  static RegexMatchAndSubstitute substitution(String regex, String substitution) {
    return RegexMatchAndSubstitute.newBuilder()
        .setPattern(MatchGenerator.regex(regex))
        .setSubstitution(substitution)
        .build();
  }

  /** Istio retries twice unless told otherwise, on another host where there is one. */
  private static RetryPolicy retries(HttpRoute.@Nullable Retries retries) {
    int attempts = retries == null ? USUAL_ATTEMPTS : retries.attempts();
    if (attempts == 0) {
      return RetryPolicy.getDefaultInstance();
    }
    String on = retries == null || retries.retryOn().isEmpty() ? USUAL_RETRIES : retries.retryOn();
    var proto =
        RetryPolicy.newBuilder()
            .setRetryOn(RetryWords.words(on))
            .addAllRetriableStatusCodes(
                RetryWords.codes(on, retries == null || retries.retryOn().isEmpty()))
            .setNumRetries(Protos.number(attempts))
            .addRetryHostPredicate(RetryWords.previousHosts())
            .setHostSelectionRetryMaxAttempts(HOST_SELECTION_ATTEMPTS);
    if (retries != null && retries.perTryTimeout() != null) {
      proto.setPerTryTimeout(Protos.duration(retries.perTryTimeout()));
    }
    return proto.build();
  }

  static RedirectAction redirect(HttpRoute.Redirect redirect) {
    var proto = RedirectAction.newBuilder().setResponseCode(code(redirect.code()));
    if (!redirect.authority().isEmpty()) {
      proto.setHostRedirect(redirect.authority());
    }
    if (!redirect.scheme().isEmpty()) {
      proto.setSchemeRedirect(redirect.scheme());
    }
    if (redirect.port() > 0) {
      proto.setPortRedirect(redirect.port());
    }
    String uri = redirect.uri();
    if (uri.startsWith("%PREFIX()%")) {
      proto.setPrefixRewrite(uri.substring("%PREFIX()%".length()));
    } else if (!uri.isEmpty()) {
      proto.setPathRedirect(uri);
    }
    return proto.build();
  }

  private static RedirectAction.RedirectResponseCode code(int status) {
    return switch (status) {
      case 302 -> RedirectAction.RedirectResponseCode.FOUND;
      case 303 -> RedirectAction.RedirectResponseCode.SEE_OTHER;
      case 307 -> RedirectAction.RedirectResponseCode.TEMPORARY_REDIRECT;
      case 308 -> RedirectAction.RedirectResponseCode.PERMANENT_REDIRECT;
      default -> RedirectAction.RedirectResponseCode.MOVED_PERMANENTLY;
    };
  }

  static DirectResponseAction reply(HttpRoute.DirectResponse reply) {
    var proto = DirectResponseAction.newBuilder().setStatus(reply.status());
    if (!reply.body().isEmpty()) {
      proto.setBody(DataSource.newBuilder().setInlineString(reply.body()));
    }
    return proto.build();
  }

  /** With four digits behind the point. */
  static FractionalPercent percent(double percent) {
    return FractionalPercent.newBuilder()
        .setNumerator((int) Math.round(percent * PER_MILLION))
        .setDenominator(DenominatorType.MILLION)
        .build();
  }
}
