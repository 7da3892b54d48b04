package mesh.proxy.cluster.health;

import mesh.proxy.endpoint.Endpoint;

/** Hears what checks found. Called on the control loop. */
public interface HealthListener {

  /** The flags of the host changed. */
  void healthChanged(Endpoint host);

  /** A check of a host succeeded that active checks do not hold unhealthy. */
  void checkPassed(Endpoint host);

  /** Every host has been checked once. */
  void firstRoundOver();
}
