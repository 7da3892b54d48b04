package mesh.proxy.config.proto;

import com.google.protobuf.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the message that a type URL names. Shared.
 *
 * <p>The class is loaded when it is first named: the Java package of every proto that a
 * configuration can hold follows from the proto's package, so nothing is indexed at start.
 */
public final class MessageTypes {

  private static final String URL_PREFIX = "type.googleapis.com/";

  // Proto package to Java package; the first that fits.
  private static final List<Map.Entry<String, String>> JAVA_PACKAGES =
      List.of(
          Map.entry("envoy.", "io.envoyproxy.envoy."),
          Map.entry("google.protobuf.", "com.google.protobuf."),
          Map.entry("google.", "com.google."),
          Map.entry("xds.", "com.github.xds."),
          Map.entry("udpa.", "com.github.udpa.udpa."),
          Map.entry("cel.expr.", "dev.cel.expr."),
          Map.entry("stats.", "istio.stats."),
          Map.entry("io.istio.http.peer_metadata.", "istio.peermetadata."),
          Map.entry("opentelemetry.", "io.opentelemetry."));

  private static final Map<String, Optional<Message>> KNOWN = new ConcurrentHashMap<>();

  private MessageTypes() {}

  /**
   * An empty message of a type.
   *
   * @param url with any prefix, or the full name alone
   * @return empty if no such message is on the class path
   */
  public static Optional<Message> find(String url) {
    return KNOWN.computeIfAbsent(name(url), MessageTypes::load);
  }

  /** The full name of the message: what follows the last slash. */
  public static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The type URL of a message, as xDS writes it. */
  public static String url(String name) {
    return URL_PREFIX + name;
  }

  private static Optional<Message> load(String name) {
    Optional<Class<?>> found =
        JAVA_PACKAGES.stream()
            .filter(entry -> name.startsWith(entry.getKey()))
            .findFirst()
            .map(entry -> entry.getValue() + name.substring(entry.getKey().length()))
            .flatMap(MessageTypes::classOf);
    return found.filter(Message.class::isAssignableFrom).map(MessageTypes::emptyMessage);
  }

  // a.b.Outer.Inner is a.b.Outer$Inner.
  private static Optional<Class<?>> classOf(String dotted) {
    var binary = new StringBuilder(dotted);
    boolean inType = false;
    int start = 0;
    for (int i = 0; i < dotted.length(); i++) {
      if (dotted.charAt(i) == '.') {
        inType |= Character.isUpperCase(dotted.charAt(start));
        if (inType) {
          binary.setCharAt(i, '$');
        }
        start = i + 1;
      }
    }
    try {
      return Optional.of(
          Class.forName(binary.toString(), true, MessageTypes.class.getClassLoader()));
    } catch (ClassNotFoundException
        | NoClassDefFoundError e) { // the latter: wrong case on some disks
      return Optional.empty();
    }
  }

  private static Message emptyMessage(Class<?> type) {
    try {
      return (Message)
          MethodHandles.publicLookup()
              .findStatic(type, "getDefaultInstance", MethodType.methodType(type))
              .invoke();
    } catch (Throwable e) { // a handle declares any
      throw new IllegalStateException(type + " has no default instance", e);
    }
  }
}
