package mesh.proxy.config.read;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ConfigWarning;
import mesh.proxy.config.Fields;
import mesh.proxy.config.Findings;
import mesh.proxy.config.Supported;
import mesh.proxy.config.old.EnvoyV2;
import mesh.proxy.config.proto.MessageTypes;
import mesh.proxy.config.proto.TypedStructs;
import mesh.proxy.config.rule.ProtoRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a message that another one contains, or that came over the wire. */
public final class TypedConfig {

  private static final Logger log = LoggerFactory.getLogger(TypedConfig.class);

  private TypedConfig() {}

  /**
   * What the contents are: the full name of the message, for choosing who reads them.
   *
   * @return of the message inside, for a {@code TypedStruct}; empty for an empty {@code Any}
   */
  public static String typeName(Any any) {
    return MessageTypes.name(plain(any).getTypeUrl());
  }

  /**
   * Decodes the contents and checks them; warnings are logged.
   *
   * @param prototype of the message that the caller reads
   * @param supported the fields that the caller honours
   * @throws InvalidConfigException with all faults; fields relative to the contents
   */
  public static <M extends Message> M open(Any any, M prototype, Supported supported) {
    var findings = new Findings();
    M message = decode(any, prototype);
    check(message, supported, findings);
    logged(message, findings);
    return message;
  }

  /**
   * As {@link #open}, for a message that was decoded already.
   *
   * @throws InvalidConfigException with all faults; fields relative to the message
   */
  public static <M extends Message> M checked(M message, Supported supported) {
    var findings = new Findings();
    check(message, supported, findings);
    logged(message, findings);
    return message;
  }

  /**
   * Decodes the contents, and no more.
   *
   * @throws InvalidConfigException if they are of another type, or broken
   */
  public static <M extends Message> M decode(Any any, M prototype) {
    Any contents = plain(any);
    String wanted = Fields.type(prototype).getFullName();
    if (!MessageTypes.name(contents.getTypeUrl()).equals(wanted)) {
      throw new InvalidConfigException("@type", contents.getTypeUrl(), MessageTypes.url(wanted));
    }
    try {
      @SuppressWarnings("unchecked") // the parser of the prototype's own class
      M message = (M) prototype.getParserForType().parseFrom(contents.getValue());
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException("", e.getMessage(), "an encoded " + wanted);
    }
  }

  /** Checks a message against its proto's rules, and for fields that nobody honours. */
  public static void check(Message message, Supported supported, Findings findings) {
    if (!(message instanceof Struct)) { // free of rules by nature
      ProtoRules.check(message, "", findings);
      supported.check(message, "", findings);
    }
    findings.throwIfFaulty();
  }

  private static Any plain(Any any) {
    var findings = new Findings();
    Any contents = TypedStructs.unwrap(any, "value", findings, EnvoyV2.SPELLINGS);
    findings.throwIfFaulty();
    return contents;
  }

  private static void logged(Message message, Findings findings) {
    List<ConfigWarning> warnings = findings.warnings();
    for (ConfigWarning warning : warnings) {
      log.atWarn()
          .addKeyValue("message", Fields.type(message).getFullName())
          .addKeyValue("field", warning.path())
          .addKeyValue("reason", warning.text())
          .log("Field has no effect");
    }
  }
}
