package mesh.proxy.cluster.lb;

/**
 * A long list of indexes of hosts, as narrow as the number of hosts allows: a table of 65,537 cells
 * takes 64 KiB for up to 256 hosts. Confined to one thread until it is complete.
 */
public final class HostTable {

  private static final int BYTE = 1 << Byte.SIZE;
  private static final int CHAR = 1 << Character.SIZE;

  private final byte[] narrow; // one of the three is not empty
  private final char[] medium;
  private final int[] wide;

  /**
   * A table of zeros.
   *
   * @param hosts indexes are below this
   */
  public HostTable(int cells, int hosts) {
    narrow = new byte[hosts <= BYTE ? cells : 0];
    medium = new char[hosts > BYTE && hosts <= CHAR ? cells : 0];
    wide = new int[hosts > CHAR ? cells : 0];
  }

  public int size() {
    return narrow.length + medium.length + wide.length;
  }

  /** The index of the host in a cell. */
  public int get(int cell) {
    if (narrow.length > 0) {
      return narrow[cell] & 0xFF;
    }
    return medium.length > 0 ? medium[cell] : wide[cell];
  }

  public void set(int cell, int host) {
    if (narrow.length > 0) {
      narrow[cell] = (byte) host;
    } else if (medium.length > 0) {
      medium[cell] = (char) host;
    } else {
      wide[cell] = host;
    }
  }
}
