package mesh.identity.csr;

import java.io.ByteArrayOutputStream;

/** Writes elements of DER (X.690 section 8.1), as many as a request for a certificate needs. */
final class Der {

  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int SHORT = 0x80; // lengths below it are one octet

  private Der() {}

  /** One element around others. */
  static byte[] element(int tag, byte[]... contents) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    length(element, content.size());
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  private static void length(ByteArrayOutputStream element, int length) {
    if (length < SHORT) {
      element.write(length);
      return;
    }
    int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    element.write(SHORT | octets);
    for (int at = octets - 1; at >= 0; at--) {
      element.write(length >> 8 * at);
    }
  }
}
