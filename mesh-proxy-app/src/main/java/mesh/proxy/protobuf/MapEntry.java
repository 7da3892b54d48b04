package mesh.proxy.protobuf;

/** Writes an entry of a {@code map<string, string>}. */
public final class MapEntry {

  private static final int KEY = 1;
  private static final int VALUE = 2;

  private MapEntry() {}

  public static void write(int field, String key, String value, ProtoWriter to) {
    int mark = to.size();
    to.octets(VALUE, value);
    to.octets(KEY, key);
    to.close(field, mark);
  }
}
