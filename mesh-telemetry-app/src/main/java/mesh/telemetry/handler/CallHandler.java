package mesh.telemetry.handler;

import mesh.telemetry.attribute.Call;

/** Takes calls from many streams at once: shared by all threads, quick, and bounded in memory. */
public interface CallHandler {

  /** One more call. */
  void handle(Call call);
}
