package mesh.ca.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNamesTest {

  private static final String PILOT = "spiffe://mesh/ns/istio-system/sa/mesh-pilot";
  private static final String OTHER = "spiffe://mesh/ns/shop/sa/shop";

  private final ServerNames names =
      new ServerNames(new TrustDomain("mesh"), List.of("localhost", "mesh-ca"));

  @Test
  void givesNamesToThatIdentityAlone() {
    names.add(PILOT, List.of("istiod.istio-system.svc", "Mesh-Pilot"));

    assertThat(names.of(SpiffeId.parse(PILOT)))
        .containsExactly("istiod.istio-system.svc", "mesh-pilot");
    assertThat(names.of(SpiffeId.parse(OTHER))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "MESH-CA", "mesh-pilot"})
  void nobodyHasANameOfSomebodyElse(String name) {
    names.add(PILOT, List.of("mesh-pilot"));

    assertThatThrownBy(() -> names.add(OTHER, List.of("shop", name)))
        .hasMessage(
            "names[1]: "
                + name
                + " (expected: a name that neither mesh.ca.names nor another identity has)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.svc", "127.0.0.1:80", "a b", "", "-a"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> names.add(PILOT, List.of(name)))
        .hasMessage("names[0]: " + name + " (expected: a DNS name without wildcards)");
  }

  @Test
  void refusesIdentitiesOfOthersAndTwice() {
    names.add(PILOT, List.of());

    assertThatThrownBy(() -> names.add("spiffe://far/ns/a/sa/b", List.of()))
        .hasMessage("identity: spiffe://far/ns/a/sa/b (expected: one of mesh)");
    assertThatThrownBy(() -> names.add(PILOT, List.of()))
        .hasMessage("identity: " + PILOT + " (expected: an identity that is there once)");
  }
}
