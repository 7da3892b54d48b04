package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.accesslog.file.FileSinkFactory;
import mesh.proxy.accesslog.file.StderrSinkFactory;
import mesh.proxy.accesslog.file.StdoutSinkFactory;

/** Every kind of access log we ship. */
public final class AccessLogSinks {

  public static final List<AccessLogSinkFactory<?>> ALL =
      List.of( // alphabetical
          new FileSinkFactory(), //
          new StderrSinkFactory(),
          new StdoutSinkFactory());

  private AccessLogSinks() {}
}
