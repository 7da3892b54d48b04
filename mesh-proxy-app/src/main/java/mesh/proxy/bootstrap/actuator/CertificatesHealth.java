package mesh.proxy.bootstrap.actuator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import mesh.identity.client.IdentityStatus;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.tls.CertificatesInUse;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down if a certificate is not valid now, or was asked for and has not come. */
final class CertificatesHealth implements HealthIndicator {

  private static final int SHOWN = 20;

  private final Operations operations;
  private final LongSupplier millisClock;

  CertificatesHealth(Operations operations, LongSupplier millisClock) {
    this.operations = operations;
    this.millisClock = millisClock;
  }

  @Override
  public Health health() {
    Operated rooms = operations.rooms();
    if (rooms == null) {
      return Health.unknown().build();
    }
    List<String> faults = new ArrayList<>();
    rooms.secrets().awaited().forEach(name -> faults.add(name + ": has not come yet"));
    IdentityStatus own = rooms.identity() == null ? null : rooms.identity().status();
    if (own != null && own.identity() == null && own.failure() != null) {
      faults.add("own certificate: " + own.failure());
    }
    Map<String, String> valid = new LinkedHashMap<>();
    for (CertificatesInUse context : rooms.tls().inUse()) {
      context.chains().forEach(shown -> look(shown, valid, faults));
      context.anchors().forEach(shown -> look(shown, valid, faults));
    }
    var health = faults.isEmpty() ? Health.up() : Health.down();
    if (!faults.isEmpty()) {
      health.withDetail("faults", Most.of(faults));
    }
    if (own != null) {
      health.withDetail("own", told(own));
    }
    if (valid.size() <= SHOWN) {
      health.withDetail("valid", valid);
    } else {
      health.withDetail("valid", valid.size());
    }
    return health.build();
  }

  private static Map<String, String> told(IdentityStatus own) {
    Map<String, String> told = new LinkedHashMap<>();
    if (own.identity() != null) {
      told.put("identity", own.identity().toString());
    }
    told.put("nextRenewal", own.nextAttempt().toString());
    if (own.failure() != null) {
      told.put("lastFailure", own.failure());
    }
    return told;
  }

  private void look(CertificatesInUse.Shown shown, Map<String, String> valid, List<String> faults) {
    var certificate = shown.certificate();
    Instant now = Instant.ofEpochMilli(millisClock.getAsLong());
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    String name = shown.source() + " (serial " + certificate.getSerialNumber().toString(16) + ")";
    if (now.isAfter(to)) {
      faults.add(name + ": expired at " + to);
    } else if (now.isBefore(from)) {
      faults.add(name + ": not valid before " + from);
    } else {
      valid.put(name, "expires at " + to + ", in " + Duration.between(now, to).toDays() + " days");
    }
  }
}
