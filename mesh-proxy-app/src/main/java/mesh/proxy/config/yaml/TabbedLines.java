package mesh.proxy.config.yaml;

/**
 * Lines with a tab in their indentation.
 *
 * @param first number of the first one, from 1; 0 if there is none
 */
public record TabbedLines(int first, int count) {}
