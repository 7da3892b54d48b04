package mesh.proxy.bootstrap.operate;

import org.jspecify.annotations.Nullable;

/** The proxy of this process as its operators see it, once there is one. Shared by all threads. */
public final class Operations {

  private volatile @Nullable Operated rooms;
  private volatile @Nullable Upkeep upkeep;

  /** From now on these rooms are shown. */
  public void show(Operated shown, Upkeep its) {
    rooms = shown;
    upkeep = its;
  }

  /** Nothing is shown any more. */
  public void hide() {
    rooms = null;
    upkeep = null;
  }

  /** Null before the proxy is made, after its end, and if no configuration was given. */
  public @Nullable Operated rooms() {
    return rooms;
  }

  /** Brings numbers up to date that nobody counts. */
  public void beforeLook() {
    Upkeep its = upkeep;
    if (its != null) {
      its.beforeLook();
    }
  }
}
