package mesh.proxy.tls.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.XdsResourceContract;
import org.junit.jupiter.api.Test;

class SecretResourceTest extends XdsResourceContract<Secret> {

  @Override
  protected ResourceType<Secret> type() {
    return SecretResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return SecretConfig.SUPPORTED;
  }

  @Override
  protected Secret named(String name) {
    return Secret.newBuilder().setName(name).build();
  }

  @Test
  void saysThatNobodyAsksForAGenericSecret() {
    var secret = Secret.newBuilder().setGenericSecret(GenericSecret.getDefaultInstance()).build();

    assertThat(SecretConfig.SUPPORTED.check(secret))
        .singleElement()
        .asString()
        .contains("generic_secret")
        .contains("no extension of this proxy asks for one");
  }
}
