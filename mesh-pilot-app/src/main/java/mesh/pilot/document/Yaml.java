package mesh.pilot.document;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes documents. */
public final class Yaml {

  private Yaml() {}

  /**
   * A document, one line for each value.
   *
   * @param value of maps, lists, texts, numbers and truths
   */
  public static String of(Object value) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setMultiLineFlow(false)
            .setWidth(Integer.MAX_VALUE)
            .build();
    return new Dump(settings).dumpToString(value);
  }
}
