package mesh.proxy.config;

/**
 * One line of the documentation.
 *
 * @param message full name of the message that has the field
 * @param whyIgnored empty if the field is honoured
 */
public record SupportedField(String message, String field, String whyIgnored) {}
