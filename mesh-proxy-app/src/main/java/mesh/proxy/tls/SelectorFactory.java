package mesh.proxy.tls;

import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** A selector in the form in which Netty caches native copies of keys. Immutable. */
final class SelectorFactory extends KeyManagerFactory {

  SelectorFactory(CertificateSelector selector) {
    super(new Spi(selector), null, "certificate selector");
  }

  private static final class Spi extends KeyManagerFactorySpi {

    private final KeyManager[] managers;

    Spi(CertificateSelector selector) {
      this.managers = new KeyManager[] {selector};
    }

    @Override
    protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
      // The selector has its keys already.
    }

    @Override
    protected void engineInit(@Nullable ManagerFactoryParameters parameters) {
      // The selector has its keys already.
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return managers.clone();
    }
  }
}
