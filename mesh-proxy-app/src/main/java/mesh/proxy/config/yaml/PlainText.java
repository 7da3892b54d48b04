package mesh.proxy.config.yaml;

/** A scalar without quotes in a tree: {@code 80} is a number, {@code true} is a boolean. */
public record PlainText(String text) {}
