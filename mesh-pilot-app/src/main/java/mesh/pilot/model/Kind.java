package mesh.pilot.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of rules, under Istio's names. */
public enum Kind {
  SERVICE_ENTRY("ServiceEntry", "serviceentries", "networking.istio.io"),
  WORKLOAD_ENTRY("WorkloadEntry", "workloadentries", "networking.istio.io"),
  VIRTUAL_SERVICE("VirtualService", "virtualservices", "networking.istio.io"),
  DESTINATION_RULE("DestinationRule", "destinationrules", "networking.istio.io"),
  GATEWAY("Gateway", "gateways", "networking.istio.io"),
  PEER_AUTHENTICATION("PeerAuthentication", "peerauthentications", "security.istio.io"),
  AUTHORIZATION_POLICY("AuthorizationPolicy", "authorizationpolicies", "security.istio.io");

  /** Versions of the groups; all of them mean the same here. */
  public static final List<String> VERSIONS = List.of("v1", "v1beta1", "v1alpha3");

  private final String text;
  private final String plural;
  private final String group;

  Kind(String text, String plural, String group) {
    this.text = text;
    this.plural = plural;
    this.group = group;
  }

  /** As in {@code kind:}. */
  public String text() {
    return text;
  }

  /** As in paths of the Rules API. */
  public String plural() {
    return plural;
  }

  /** Of {@code apiVersion}, without the version. */
  public String group() {
    return group;
  }

  /** By {@code kind:}. */
  public static Optional<Kind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  /** By the word in a path. */
  public static Optional<Kind> ofPlural(String plural) {
    return Arrays.stream(values()).filter(kind -> kind.plural.equals(plural)).findFirst();
  }

  /** All words in paths, for messages. */
  public static String plurals() {
    return Arrays.stream(values()).map(Kind::plural).collect(Collectors.joining(", "));
  }
}
