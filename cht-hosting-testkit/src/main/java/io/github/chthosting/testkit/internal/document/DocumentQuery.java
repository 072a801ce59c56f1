package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.Rev;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of a document request.
 *
 * @param openRevs null if not asked for; empty list for {@code all}
 * @param replicated {@code new_edits=false}
 */
record DocumentQuery(
    @Nullable Rev rev,
    boolean allRevs,
    @Nullable List<Rev> openRevs,
    boolean replicated,
    ReadOptions options) {

  /** Parses it as {@code chttpd_db:parse_doc_query}; unknown parameters are ignored. */
  static DocumentQuery parse(Query query) {
    Set<ReadOptions.Option> options = EnumSet.noneOf(ReadOptions.Option.class);
    Rev rev = null;
    boolean all = false;
    List<Rev> openRevs = null;
    boolean replicated = false;
    List<Rev> attsSince = null;
    for (Map.Entry<String, String> parameter : query.parameters()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "rev" -> rev = Rev.parse(value);
        case "open_revs" -> {
          all = value.equals("all");
          openRevs = all ? null : revs(JsonText.parse(value));
        }
        case "atts_since" -> attsSince = revs(JsonText.parse(value));
        case "new_edits" -> replicated = value.equals("false");
        default -> {
          if (value.equals("true")) {
            options.addAll(ReadOptions.Option.named(parameter.getKey()));
          }
        }
      }
    }
    if (attsSince != null) {
      options.add(ReadOptions.Option.ATTACHMENTS);
    }
    return new DocumentQuery(rev, all, openRevs, replicated, new ReadOptions(options, attsSince));
  }

  /** Returns whether {@code open_revs} is given, and not an empty list. */
  boolean isOpenRevs() {
    return allRevs || (openRevs != null && !openRevs.isEmpty());
  }

  static List<Rev> revs(JsonNode array) {
    if (!array.isArray()) {
      throw ApiException.badRequest("Invalid list of revisions");
    }
    List<Rev> revs = new ArrayList<>();
    for (JsonNode rev : array) {
      if (!rev.isString()) {
        throw ApiException.badRequest("Invalid rev format");
      }
      revs.add(Rev.parse(rev.stringValue()));
    }
    return revs;
  }
}
