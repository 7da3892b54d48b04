package mesh.telemetry.bootstrap;

import java.util.List;
import mesh.telemetry.policy.extauthz.AuthzRuleText;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of external authorization. Immutable.
 *
 * @param allow if it is not empty, what no rule of it fits is denied
 * @param deny wins over {@code allow}
 */
@ConfigurationProperties(prefix = "mesh.telemetry.ext-authz", ignoreUnknownFields = false)
public record ExtAuthzProperties(
    @DefaultValue List<AuthzRuleText> allow, @DefaultValue List<AuthzRuleText> deny) {

  public ExtAuthzProperties {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }
}
