package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.pilot.model.AuthorizationPolicy.Condition;
import mesh.pilot.model.AuthorizationPolicy.Names;
import mesh.pilot.model.AuthorizationPolicy.Source;

/**
 * Who asks.
 *
 * @param trustDomain for which {@code cluster.local} stands, too
 * @param policyNamespace where service accounts are that name none
 */
record Principals(String trustDomain, String policyNamespace) {

  private static final Principal ANY = Principal.newBuilder().setAny(true).build();
  private static final String SCHEME = "spiffe://";
  private static final String LOCAL = "cluster.local/";

  Principal of(List<Source> sources, List<Principal> conditions) {
    List<Principal> all = new ArrayList<>();
    if (!sources.isEmpty()) {
      all.add(any(sources.stream().map(this::source).toList()));
    }
    all.addAll(conditions);
    return all(all);
  }

  Principal condition(Condition condition) {
    String key = condition.key();
    return names(
        condition.values(),
        switch (key) {
          case "source.ip" -> Principals::peer;
          case "remote.ip" -> Principals::remote;
          case "source.namespace" -> Principals::namespace;
          case "source.principal" -> this::principal;
          default -> value -> header(key.substring(key.indexOf('[') + 1, key.length() - 1), value);
        });
  }

  private Principal source(Source source) {
    List<Principal> all = new ArrayList<>();
    add(all, source.principals(), this::principal);
    add(all, source.namespaces(), Principals::namespace);
    add(all, source.serviceAccounts(), this::serviceAccount);
    add(all, source.ipBlocks(), Principals::peer);
    add(all, source.remoteIpBlocks(), Principals::remote);
    return all(all);
  }

  private static void add(List<Principal> all, Names names, Function<String, Principal> principal) {
    if (!names.isEmpty()) {
      all.add(names(names, principal));
    }
  }

  private static Principal names(Names names, Function<String, Principal> principal) {
    List<Principal> all = new ArrayList<>();
    if (!names.any().isEmpty()) {
      all.add(any(names.any().stream().map(principal).toList()));
    }
    if (!names.none().isEmpty()) {
      all.add(
          Principal.newBuilder()
              .setNotId(any(names.none().stream().map(principal).toList()))
              .build());
    }
    return all(all);
  }

  private static Principal any(List<Principal> ids) {
    return ids.size() == 1
        ? ids.getFirst()
        : Principal.newBuilder().setOrIds(Principal.Set.newBuilder().addAllIds(ids)).build();
  }

  private static Principal all(List<Principal> ids) {
    return switch (ids.size()) {
      case 0 -> ANY;
      case 1 -> ids.getFirst();
      default ->
          Principal.newBuilder().setAndIds(Principal.Set.newBuilder().addAllIds(ids)).build();
    };
  }

  private Principal principal(String pattern) {
    if (pattern.equals("*")) {
      return authenticated(Patterns.regex(".+"));
    }
    if (pattern.startsWith("*")) {
      return authenticated(StringMatcher.newBuilder().setSuffix(pattern.substring(1)).build());
    }
    String own =
        pattern.startsWith(LOCAL) ? trustDomain + "/" + pattern.substring(LOCAL.length()) : pattern;
    return authenticated(Patterns.of(SCHEME + own));
  }

  private static Principal namespace(String pattern) {
    return authenticated(Patterns.regex(".*/ns/" + Patterns.quoted(pattern) + "/.*"));
  }

  /** {@code account} or {@code namespace/account}. */
  private Principal serviceAccount(String pattern) {
    int slash = pattern.indexOf('/');
    String its = Patterns.quoted(slash < 0 ? policyNamespace : pattern.substring(0, slash));
    String account = Patterns.quoted(pattern.substring(slash + 1));
    return authenticated(Patterns.regex(SCHEME + ".+/ns/" + its + "/sa/" + account));
  }

  private static Principal authenticated(StringMatcher matcher) {
    return Principal.newBuilder()
        .setAuthenticated(Principal.Authenticated.newBuilder().setPrincipalName(matcher))
        .build();
  }

  private static Principal peer(String block) {
    return Principal.newBuilder().setDirectRemoteIp(Patterns.block(block)).build();
  }

  private static Principal remote(String block) {
    return Principal.newBuilder().setRemoteIp(Patterns.block(block)).build();
  }

  private static Principal header(String name, String pattern) {
    var matcher = HeaderMatcher.newBuilder().setName(name);
    if (pattern.equals("*")) {
      matcher.setPresentMatch(true);
    } else {
      matcher.setStringMatch(Patterns.of(pattern));
    }
    return Principal.newBuilder().setHeader(matcher).build();
  }
}
