package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.accesslog.AccessLogSinkFactory;
import mesh.proxy.accesslog.file.FileSinkFactory;
import mesh.proxy.accesslog.file.StderrSinkFactory;
import mesh.proxy.accesslog.file.StdoutSinkFactory;
import mesh.proxy.accesslog.grpc.HttpGrpcSinkFactory;
import mesh.proxy.accesslog.grpc.TcpGrpcSinkFactory;

/** Every kind of access log we ship. */
public final class AccessLogSinks {

  public static final List<AccessLogSinkFactory<?>> ALL =
      List.of( // alphabetical
          new FileSinkFactory(),
          new HttpGrpcSinkFactory(),
          new StderrSinkFactory(),
          new StdoutSinkFactory(),
          new TcpGrpcSinkFactory());

  private AccessLogSinks() {}
}
