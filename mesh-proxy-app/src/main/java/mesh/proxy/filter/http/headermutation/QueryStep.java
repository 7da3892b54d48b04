package mesh.proxy.filter.http.headermutation;

import mesh.proxy.format.Formatter;
import mesh.proxy.match.PercentCoding;
import mesh.proxy.mutation.HeaderMutation.Append;
import mesh.proxy.stream.StreamInfo;

/** One change to the parameters of a query. Immutable. */
sealed interface QueryStep {

  void apply(QueryParameters query, StreamInfo info);

  /**
   * Removes a parameter.
   *
   * @param name decoded
   */
  record Remove(String name) implements QueryStep {

    @Override
    public void apply(QueryParameters query, StreamInfo info) {
      query.remove(name);
    }
  }

  /**
   * Adds or overwrites a parameter.
   *
   * @param name decoded
   */
  record Put(String name, Formatter value, Append append) implements QueryStep {

    @Override
    public void apply(QueryParameters query, StreamInfo info) {
      boolean applies =
          switch (append) {
            case APPEND_IF_EXISTS_OR_ADD, OVERWRITE_IF_EXISTS_OR_ADD -> true;
            case ADD_IF_ABSENT -> !query.contains(name);
            case OVERWRITE_IF_EXISTS -> query.contains(name);
          };
      if (!applies) {
        return;
      }
      if (append == Append.OVERWRITE_IF_EXISTS_OR_ADD || append == Append.OVERWRITE_IF_EXISTS) {
        query.remove(name);
      }
      query.add(name, PercentCoding.encode(value.format(info)));
    }
  }
}
