package mesh.pilot.generate.listener;

import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mesh.pilot.model.AuthorizationPolicy.Condition;
import mesh.pilot.model.AuthorizationPolicy.Names;
import mesh.pilot.model.AuthorizationPolicy.Operation;

/**
 * What is asked for.
 *
 * @param isHttp whether requests are seen
 */
record Permissions(boolean isHttp) {

  private static final Permission ANY = Permission.newBuilder().setAny(true).build();

  /** Whether a condition is about what is asked for, and not about who asks. */
  static boolean decides(String key) {
    return key.startsWith("destination.") || key.equals("connection.sni");
  }

  Permission of(List<Operation> operations, List<Permission> conditions) {
    List<Permission> all = new ArrayList<>();
    if (!operations.isEmpty()) {
      all.add(any(operations.stream().map(this::operation).toList()));
    }
    all.addAll(conditions);
    return all(all);
  }

  Permission condition(Condition condition) {
    return names(
        condition.values(),
        switch (condition.key()) {
          case "destination.ip" -> Permissions::ip;
          case "destination.port" -> Permissions::port;
          default -> Permissions::serverName;
        });
  }

  private Permission operation(Operation operation) {
    List<Permission> all = new ArrayList<>();
    if (isHttp) {
      add(all, operation.hosts(), host -> header(":authority", host, true));
      add(all, operation.methods(), method -> header(":method", method, false));
      add(all, operation.paths(), Permissions::path);
    }
    add(all, operation.ports(), Permissions::port);
    return all(all);
  }

  private static void add(
      List<Permission> all, Names names, Function<String, Permission> permission) {
    if (!names.isEmpty()) {
      all.add(names(names, permission));
    }
  }

  private static Permission names(Names names, Function<String, Permission> permission) {
    List<Permission> all = new ArrayList<>();
    if (!names.any().isEmpty()) {
      all.add(any(names.any().stream().map(permission).toList()));
    }
    if (!names.none().isEmpty()) {
      all.add(
          Permission.newBuilder()
              .setNotRule(any(names.none().stream().map(permission).toList()))
              .build());
    }
    return all(all);
  }

  private static Permission any(List<Permission> rules) {
    return rules.size() == 1
        ? rules.getFirst()
        : Permission.newBuilder()
            .setOrRules(Permission.Set.newBuilder().addAllRules(rules))
            .build();
  }

  private static Permission all(List<Permission> rules) {
    return switch (rules.size()) {
      case 0 -> ANY;
      case 1 -> rules.getFirst();
      default ->
          Permission.newBuilder()
              .setAndRules(Permission.Set.newBuilder().addAllRules(rules))
              .build();
    };
  }

  private static Permission header(String name, String pattern, boolean ignoresCase) {
    var matcher = HeaderMatcher.newBuilder().setName(name);
    if (pattern.equals("*")) {
      matcher.setPresentMatch(true);
    } else {
      matcher.setStringMatch(Patterns.of(pattern).toBuilder().setIgnoreCase(ignoresCase));
    }
    return Permission.newBuilder().setHeader(matcher).build();
  }

  private static Permission path(String pattern) {
    if (pattern.contains("{")) {
      return Permission.newBuilder().setUriTemplate(Patterns.template(pattern)).build();
    }
    return Permission.newBuilder()
        .setUrlPath(PathMatcher.newBuilder().setPath(Patterns.of(pattern)))
        .build();
  }

  private static Permission port(String port) {
    return Permission.newBuilder().setDestinationPort(Integer.parseInt(port)).build();
  }

  private static Permission ip(String block) {
    CidrRange range = Patterns.block(block);
    return Permission.newBuilder().setDestinationIp(range).build();
  }

  private static Permission serverName(String pattern) {
    return Permission.newBuilder().setRequestedServerName(Patterns.of(pattern)).build();
  }
}
