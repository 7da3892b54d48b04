package mesh.proxy.cluster.outlier;

import mesh.proxy.endpoint.Endpoint;

/** Hears of ejections and of their ends. Called on the control loop. */
@FunctionalInterface
public interface OutlierListener {

  void healthChanged(Endpoint host);
}
