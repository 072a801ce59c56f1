package io.github.chthosting.testkit.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Random requests, which mostly name documents and revisions that are there. One thread. */
final class Requests {
  private static final Pattern REV = Pattern.compile("\"([1-9]\\d*-[0-9a-f]{32})\"");
  private static final List<String> IDS = List.of("a", "b", "c", "_design/d", "_local/l");
  private static final List<String> MADE = List.of("1-a", "2-b", "1-abc", "3-c", "0-1", "x");

  private final Random random;
  private final List<String> revs = new ArrayList<>();
  private final List<Supplier<Call>> kinds =
      List.of(
          this::put,
          this::put,
          this::put,
          this::get,
          this::get,
          this::delete,
          this::bulkDocs,
          this::bulkDocs,
          this::graft,
          this::graft,
          this::bulkGet,
          this::changes,
          this::changes,
          this::allDocs,
          this::attachment,
          this::attachment,
          this::find,
          this::purge,
          this::diff,
          this::local,
          this::copy,
          () -> Call.of("GET", ""));

  Requests(long seed) {
    random = new Random(seed);
  }

  Call next() {
    return one(kinds).get();
  }

  /** Remembers revisions that a server named. */
  void learn(Reply reply) {
    Matcher found = REV.matcher(reply.body());
    while (found.find()) {
      if (!revs.contains(found.group(1))) {
        revs.add(found.group(1));
      }
    }
  }

  // ---- parts ----

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String id() {
    return IDS.get(chance(85) ? random.nextInt(3) : random.nextInt(IDS.size()));
  }

  private String rev() {
    return revs.isEmpty() || chance(15) ? one(MADE) : one(revs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String value() {
    return one(
        List.of(
            "1",
            "2",
            "-1",
            "1.5",
            "1e3",
            "true",
            "null",
            "\"x\"",
            "[1,\"y\"]",
            "{\"z\":0}",
            "\"é\""));
  }

  private String attachments() {
    String attachment =
        one(
            List.of(
                "{\"data\":\"aGk=\",\"content_type\":\"text/plain\"}",
                "{\"data\":\"AAECAw==\",\"content_type\":\"image/png\"}",
                "{\"stub\":true}",
                "{\"stub\":true,\"revpos\":1}",
                "{\"data\":\"aGVsbG8=\"}"));
    return "\"_attachments\":{\"" + one(List.of("f", "g")) + "\":" + attachment + "}";
  }

  private String members(boolean withRev) {
    List<String> members = new ArrayList<>();
    if (withRev && chance(60)) {
      members.add("\"_rev\":\"" + rev() + "\"");
    }
    if (chance(70)) {
      members.add("\"v\":" + value());
    }
    if (chance(30)) {
      members.add("\"w\":" + value());
    }
    if (chance(12)) {
      members.add("\"_deleted\":true");
    }
    if (chance(15)) {
      members.add(attachments());
    }
    return String.join(",", members);
  }

  private String query(String... choices) {
    List<String> chosen = new ArrayList<>();
    for (String choice : choices) {
      if (chance(30)) {
        chosen.add(choice);
      }
    }
    return chosen.isEmpty() ? "" : "?" + String.join("&", chosen);
  }

  // ---- requests ----

  private Call put() {
    String query = query("rev=" + (chance(30) ? rev() : one(MADE)), "new_edits=false");
    return Call.json("PUT", "/" + id() + (chance(75) ? "" : query), "{" + members(true) + "}");
  }

  private Call get() {
    String query =
        query(
            "rev=" + rev(),
            "revs=true",
            "revs_info=true",
            "conflicts=true",
            "deleted_conflicts=true",
            "attachments=true",
            "latest=true",
            "local_seq=true",
            "open_revs=" + (chance(50) ? "all" : encoded("[\"" + rev() + "\",\"" + rev() + "\"]")));
    return Call.of("GET", "/" + id() + query).with("Accept", "application/json");
  }

  private Call delete() {
    return Call.of("DELETE", "/" + id() + (chance(85) ? "?rev=" + rev() : ""));
  }

  private Call bulkDocs() {
    List<String> docs = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String members = members(true);
      docs.add("{\"_id\":\"" + id() + "\"" + (members.isEmpty() ? "" : "," + members) + "}");
    }
    String edits = chance(15) ? ",\"new_edits\":false" : "";
    return Call.json(
        "POST", "/_bulk_docs", "{\"docs\":[" + String.join(",", docs) + "]" + edits + "}");
  }

  // A history of its own, or one that branches from a known revision.
  private Call graft() {
    String known = revs.isEmpty() ? "1-a" : one(revs);
    int dash = known.indexOf('-');
    int start = Integer.parseInt(known.substring(0, dash)) + 1;
    // One revision has one history: what becomes of two is declared to differ.
    String fresh =
        one(List.of("aa", "bb", "cc", "dd")) + known.substring(known.length() - 1) + start;
    String ids = "\"" + fresh + "\",\"" + known.substring(dash + 1) + "\"";
    String body = members(false);
    String doc =
        "{\"_id\":\"%s\",\"_revisions\":{\"start\":%d,\"ids\":[%s]}%s}"
            .formatted(one(List.of("a", "b")), start, ids, body.isEmpty() ? "" : "," + body);
    return Call.json("POST", "/_bulk_docs", "{\"new_edits\":false,\"docs\":[" + doc + "]}");
  }

  private Call bulkGet() {
    List<String> docs = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String rev = chance(50) ? ",\"rev\":\"" + rev() + "\"" : "";
      docs.add("{\"id\":\"" + id() + "\"" + rev + "}");
    }
    String query = query("revs=true", "latest=true", "attachments=true");
    String body = "{\"docs\":[" + String.join(",", docs) + "]}";
    return Call.json("POST", "/_bulk_get" + query, body).with("Accept", "application/json");
  }

  private Call changes() {
    String query =
        query(
            "include_docs=true",
            "style=all_docs",
            "descending=true",
            "limit=" + random.nextInt(4),
            "conflicts=true",
            "attachments=true",
            "seq_interval=2",
            "since=0");
    String filter = one(List.of("", "", "filter=_doc_ids", "filter=_selector", "filter=_design"));
    String all = filter.isEmpty() ? query : (query.isEmpty() ? "?" : query + "&") + filter;
    String body = "{\"doc_ids\":[\"%s\",\"%s\"],\"selector\":%s}".formatted(id(), id(), selector());
    return filter.isEmpty() || filter.endsWith("design")
        ? Call.of("GET", "/_changes" + all)
        : Call.json("POST", "/_changes" + all, body);
  }

  private Call allDocs() {
    String query =
        query(
            "include_docs=true",
            "descending=true",
            "limit=" + random.nextInt(4),
            "skip=" + random.nextInt(3),
            "conflicts=true",
            "update_seq=false",
            "inclusive_end=false",
            "startkey=" + encoded("\"" + id() + "\""),
            "endkey=" + encoded("\"" + id() + "\""));
    String keys = "{\"keys\":[\"" + id() + "\",\"" + id() + "\",\"zz\"]}";
    String path = one(List.of("/_all_docs", "/_all_docs", "/_design_docs", "/_local_docs"));
    return chance(70) ? Call.of("GET", path + query) : Call.json("POST", path + query, keys);
  }

  private Call attachment() {
    String path = "/" + one(List.of("a", "b")) + "/" + one(List.of("f", "g"));
    String rev = chance(80) ? "?rev=" + rev() : "";
    if (chance(30)) {
      return Call.of(one(List.of("GET", "DELETE")), path + (chance(50) ? rev : ""));
    }
    String type = one(List.of("text/plain", "image/png"));
    return new Call("PUT", path + rev, one(List.of("hello", "hi", "x")), java.util.Map.of())
        .with("Content-Type", type);
  }

  private String selector() {
    String operator = one(List.of("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"));
    return one(
        List.of(
            "{}",
            "{\"v\":" + value() + "}",
            "{\"v\":{\"" + operator + "\":" + value() + "}}",
            "{\"v\":{\"$exists\":" + chance(50) + "}}",
            "{\"_attachments\":{\"$exists\":true}}",
            "{\"$or\":[{\"v\":" + value() + "},{\"w\":" + value() + "}]}",
            "{\"v\":{\"$type\":\"number\"}}",
            "{\"_id\":{\"$gt\":\"" + one(List.of("a", "b")) + "\"}}"));
  }

  private Call find() {
    if (chance(15)) {
      String index = "{\"index\":{\"fields\":[\"v\"]},\"ddoc\":\"i\",\"name\":\"v\"}";
      return Call.json("POST", "/_index", index);
    }
    String more =
        one(List.of("", "", ",\"limit\":1", ",\"skip\":1", ",\"fields\":[\"_id\",\"v\"]"));
    return Call.json("POST", "/_find", "{\"selector\":" + selector() + more + "}");
  }

  private Call purge() {
    String body = "{\"%s\":[\"%s\"],\"%s\":[\"%s\"]}".formatted("a", rev(), "b", rev());
    return Call.json("POST", "/_purge", chance(50) ? body : "{\"a\":[\"" + rev() + "\"]}");
  }

  private Call diff() {
    String body = "{\"a\":[\"%s\",\"%s\"],\"b\":[\"%s\"]}".formatted(rev(), rev(), rev());
    return Call.json("POST", one(List.of("/_revs_diff", "/_missing_revs")), body);
  }

  private Call local() {
    String query =
        chance(20) ? query("rev=" + one(List.of("0-1", "0-2", "1-a")), "new_edits=false") : "";
    return switch (random.nextInt(3)) {
      case 0 -> Call.json("PUT", "/_local/l" + query, "{\"v\":" + value() + "}");
      case 1 -> Call.of("GET", "/_local/l" + query);
      default -> Call.of("DELETE", "/_local/l" + query);
    };
  }

  private Call copy() {
    String to = id() + (chance(40) ? "?rev=" + rev() : "");
    return Call.of("COPY", "/" + id() + (chance(20) ? "?rev=" + rev() : ""))
        .with("Destination", to);
  }
}
