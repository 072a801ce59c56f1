package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The rows of {@code _local_docs}. */
record LocalDocs(DocumentStore store, ViewQuery query) {

  void rows(Answer.JsonStream out, @Nullable String start, @Nullable String end)
      throws IOException {
    IdRange range = new IdRange(start, end, query.inclusiveEnd, query.descending);
    Iterator<LocalDocument> all = store.locals(range);
    for (long skip = query.skip; skip > 0 && all.hasNext(); skip--) {
      all.next();
    }
    String separator = "";
    for (long left = query.limit; left > 0 && all.hasNext(); left--) {
      row(out.printer().raw(separator), all.next());
      separator = ",\r\n";
    }
  }

  void row(JsonPrinter out, LocalDocument document) {
    out.raw("{\"id\":").string(document.id()).raw(",\"key\":").string(document.id());
    out.raw(",\"value\":{\"rev\":").string(document.rev()).raw("}");
    if (query.includeDocs) {
      out.raw(",\"doc\":");
      LocalDocuments.print(out, document, ReadOptions.of(Option.DELETED));
    }
    out.raw("}");
  }
}
