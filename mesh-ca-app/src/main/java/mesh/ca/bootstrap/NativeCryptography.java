package mesh.ca.bootstrap;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.Security;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signatures, digests and ciphers in native code (AWS-LC), for the whole process. Where they cannot
 * be loaded, the JDK's own do the same work.
 */
final class NativeCryptography {

  private static final Logger log = LoggerFactory.getLogger(NativeCryptography.class);

  private NativeCryptography() {}

  /**
   * Puts the native provider in front of the JDK's for this whole process, or takes it out.
   *
   * @param wanted whether it is used where it can be loaded
   */
  static void choose(boolean wanted) {
    String fault = wanted ? install() : "mesh.ca.native-cryptography is false";
    if (fault == null) {
      log.atInfo().addKeyValue("provider", "AWS-LC").log("Cryptography is native");
    } else {
      Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
      log.atInfo().addKeyValue("reason", fault).log("Cryptography is the JDK's");
    }
  }

  private static @Nullable String install() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      Throwable fault = provider.getLoadingError();
      if (fault != null) {
        return fault.toString();
      }
      SelfTestStatus status = provider.runSelfTests();
      if (status != SelfTestStatus.PASSED) {
        return "its own tests end with " + status;
      }
      AmazonCorrettoCryptoProvider.install();
      return null;
    } catch (LinkageError e) {
      return e.toString(); // not of this platform
    }
  }
}
