package mesh.proxy.xds;

/** The time, or a fake one in tests. */
public interface Clock {

  /** The system's. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long millis() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  /** Since the epoch. */
  long millis();

  /** Subtract, never compare. */
  long nanos();
}
