package io.github.chthosting.testkit.contract;

/**
 * The functions of the suite's design document, as JavaScript for servers that run it. An embedded
 * server has the same in Java, registered for {@code _design/contract} and these names.
 */
public final class Functions {
  public static final String DESIGN = "contract";

  /** Views: their names with their map function and built-in reduce. */
  private static final String[][] VIEWS = {
    {"by_type", "function (doc) { emit(doc.type, doc.n); }", ""},
    {"by_key", "function (doc) { emit(doc.key, null); }", ""},
    {"by_tag", "function (doc) { doc.tags.forEach(function (tag) { emit(tag, 1); }); }", ""},
    {"links", "function (doc) { emit(doc.n, {_id: doc.link}); }", ""},
    {"sum", "function (doc) { if (doc.n) { emit([doc.type, doc.n], doc.n); } }", "_sum"},
    {"count", "function (doc) { emit(doc.type, null); }", "_count"},
    {"stats", "function (doc) { if (doc.n) { emit(doc.type, doc.n); } }", "_stats"},
  };

  private static final String FILTER =
      "function (doc, req) { return doc.type === req.query.type; }";
  private static final String VALIDATE =
      "function (doc, old, user, security) {"
          + " if (doc.forbidden) { throw({forbidden: doc.forbidden}); }"
          + " if (doc.unauthorized) { throw({unauthorized: doc.unauthorized}); }"
          + " if (old && old.locked && !doc._deleted) { throw({forbidden: old.locked}); } }";

  private Functions() {}

  /** The design document with views and a filter. */
  public static String views() {
    StringBuilder views = new StringBuilder();
    for (String[] view : VIEWS) {
      String reduce = view[2].isEmpty() ? "" : ",'reduce':'" + view[2] + "'";
      views
          .append(views.isEmpty() ? "" : ",")
          .append("'%s':{'map':'%s'%s}".formatted(view[0], view[1], reduce));
    }
    return "{'language':'javascript','views':{"
        + views
        + "},'filters':{'by_type':'"
        + FILTER
        + "'}}";
  }

  /** The design document with a validation. */
  public static String validation() {
    return "{'language':'javascript','validate_doc_update':'" + VALIDATE + "'}";
  }
}
