package mesh.proxy.bootstrap.discovery;

import io.envoyproxy.envoy.config.core.v3.BuildVersion;
import io.envoyproxy.envoy.config.core.v3.Extension;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.type.v3.SemanticVersion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.proxy.catalog.Menu;
import org.jspecify.annotations.Nullable;

/** Who we are, as management servers and access log services are told. */
public final class NodeIdentity {

  private static final String AGENT = "reactive-mesh";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

  private NodeIdentity() {}

  /**
   * The bootstrap's node, with what we are where it does not say so itself.
   *
   * @param extensions what a configuration for this proxy may name
   */
  public static Node of(Node node, List<Menu.Line> extensions) {
    var identity = node.toBuilder();
    if (node.getUserAgentName().isEmpty()) {
      identity.setUserAgentName(AGENT);
    }
    if (!node.hasUserAgentBuildVersion() && node.getUserAgentVersion().isEmpty()) {
      identity.setUserAgentBuildVersion(version(NodeIdentity.class.getPackage()));
    }
    identity.clearExtensions();
    for (Menu.Line line : extensions) {
      identity.addExtensions(
          Extension.newBuilder()
              .setCategory(line.category())
              .setName(line.name())
              .addTypeUrls(line.messageName()));
    }
    return identity.build();
  }

  private static BuildVersion version(Package code) {
    @Nullable String text = code.getImplementationVersion(); // null unless run from a jar
    Matcher numbers = VERSION.matcher(text == null ? "0.0.0" : text);
    if (!numbers.matches()) {
      return BuildVersion.getDefaultInstance();
    }
    return BuildVersion.newBuilder()
        .setVersion(
            SemanticVersion.newBuilder()
                .setMajorNumber(Integer.parseInt(numbers.group(1)))
                .setMinorNumber(Integer.parseInt(numbers.group(2)))
                .setPatch(Integer.parseInt(numbers.group(3))))
        .build();
  }
}
