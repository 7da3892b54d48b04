package mesh.proxy.bootstrap.plain;

import java.time.Duration;

/** Writes spans of time out. */
final class PlainTime {

  private PlainTime() {}

  static com.google.protobuf.Duration proto(Duration time) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(time.getSeconds())
        .setNanos(time.getNano())
        .build();
  }
}
