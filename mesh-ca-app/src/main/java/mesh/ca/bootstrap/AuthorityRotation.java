package mesh.ca.bootstrap;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mesh.ca.authority.Authority;
import mesh.ca.authority.disk.AuthorityFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authority of now; looks once a day whether its intermediate must be made anew. */
final class AuthorityRotation implements Supplier<Authority> {

  private static final Logger log = LoggerFactory.getLogger(AuthorityRotation.class);

  private final AuthorityFolder folder;
  private volatile Authority current;

  AuthorityRotation(AuthorityFolder folder, ScheduledExecutorService scheduler) {
    this.folder = folder;
    this.current = folder.open();
    scheduler.scheduleWithFixedDelay(this::rotate, 1, 1, TimeUnit.DAYS);
  }

  @Override
  public Authority get() {
    return current;
  }

  private void rotate() {
    try {
      current = folder.open();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Authority is not renewed and signs with what it has");
    }
  }
}
