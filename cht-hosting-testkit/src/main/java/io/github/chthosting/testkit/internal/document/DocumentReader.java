package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.NodeSettings;
import io.github.chthosting.testkit.internal.store.Attachment;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.Rev;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes edits of JSON documents, with the checks of {@code couch_doc:from_json_obj_validate}. */
final class DocumentReader {
  private static final Set<String> IGNORED =
      Set.of("_revs_info", "_local_seq", "_conflicts", "_deleted_conflicts");
  private static final Set<String> KEPT =
      Set.of(
          "_access",
          "_replication_state",
          "_replication_state_time",
          "_replication_state_reason",
          "_replication_id",
          "_replication_stats");

  private final String database;
  private final AttachmentBytes bytes;
  private final FollowingParts following;
  private final NodeSettings settings;

  DocumentReader(
      String database, AttachmentBytes bytes, FollowingParts following, NodeSettings settings) {
    this.database = database;
    this.bytes = bytes;
    this.following = following;
    this.settings = settings;
  }

  /** Returns what the members say. {@code _id} is empty if there is none. */
  DocumentEdit read(JsonNode json) throws IOException {
    if (!(json instanceof ObjectNode object)) {
      throw ApiException.badRequest("Document must be a JSON object");
    }
    Members members = new Members();
    ObjectNode body = Answer.object();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      if (!name.startsWith("_") || KEPT.contains(name)) {
        body.set(name, member.getValue());
      } else if (!IGNORED.contains(name)) {
        members.take(name, member.getValue());
      }
    }
    JsonBody text = JsonBody.of(body);
    if (text.length() > settings.number("couchdb", "max_document_size", 8_000_000)) {
      throw new ApiException(413, "document_too_large", members.id);
    }
    return members.edit(text);
  }

  /** Members with an underscore. */
  private final class Members {
    private String id = "";
    private long start;
    private List<String> revs = List.of();
    private boolean deleted;
    private List<Attachment> attachments = List.of();

    DocumentEdit edit(JsonBody body) {
      return new DocumentEdit(id, start, revs, deleted, body, attachments);
    }

    void take(String name, JsonNode value) throws IOException {
      switch (name) {
        case "_id" -> id = DocumentIds.check(value, database);
        case "_rev" -> rev(value);
        case "_revisions" -> revisions(name, value);
        case "_attachments" -> attachments(name, value);
        case "_deleted" -> {
          if (!value.isBoolean()) {
            throw bad(name);
          }
          deleted = value.booleanValue();
        }
        default -> throw bad(name);
      }
    }

    private void rev(JsonNode value) {
      if (revs.isEmpty()) {
        if (!value.isString()) {
          throw ApiException.badRequest("Invalid rev format");
        }
        Rev rev = Rev.parse(value.stringValue());
        start = rev.pos();
        revs = List.of(rev.id());
      }
    }

    private void revisions(String name, JsonNode value) {
      if (!value.isObject()) {
        throw bad(name);
      }
      JsonNode first = value.path("start");
      if (!first.isIntegralNumber()) {
        throw invalid("_revisions.start isn't an integer.");
      }
      if (!value.path("ids").isArray()) {
        throw invalid("_revisions.ids isn't a array.");
      }
      start = first.longValue(Long.MAX_VALUE);
      revs = new ArrayList<>();
      for (JsonNode rev : value.get("ids")) {
        if (!rev.isString()) {
          throw invalid("RevId isn't a string");
        }
        revs.add(revId(rev.stringValue()));
      }
    }

    private String revId(String text) {
      try {
        return start == 0 ? text : Rev.parseId(text);
      } catch (ApiException e) {
        throw invalid("RevId isn't a valid hexadecimal");
      }
    }

    private void attachments(String name, JsonNode value) throws IOException {
      if (!value.isObject()) {
        throw bad(name);
      }
      attachments = new ArrayList<>();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        if (entry.getValue().isObject()) {
          checkAttachmentName(entry.getKey());
          attachments.add(attachment(entry.getKey(), entry.getValue()));
        }
      }
    }
  }

  private Attachment attachment(String name, JsonNode json) throws IOException {
    check(json);
    String type = json.path("content_type").asString("application/octet-stream");
    JsonNode revpos = json.path("revpos");
    if (json.path("stub").asBoolean(false)) {
      return new Attachment(name, type, null, "", revpos.asLong(-1), false, 0);
    }
    if (json.path("follows").asBoolean(false)) {
      return following.next(bytes, name, type, json);
    }
    JsonNode data = json.path("data");
    return bytes.inline(name, type, revpos.asLong(0), data.isString() ? data.stringValue() : null);
  }

  // CouchDB fails on these where it takes them apart.
  private static void check(JsonNode json) {
    JsonNode type = json.path("content_type");
    String digest = json.path("digest").asString("");
    boolean odd = !type.isMissingNode() && !type.isString();
    if (odd || (digest.startsWith("md5-") && !isBase64(digest.substring("md5-".length())))) {
      throw ApiException.failure("function_clause");
    }
  }

  private static boolean isBase64(String text) {
    return text.length() % 4 == 0 && text.matches("[A-Za-z0-9+/]*={0,2}");
  }

  static void checkAttachmentName(String name) {
    if (name.startsWith("_")) {
      throw ApiException.badRequest(
          "Attachment name '" + name + "' starts with prohibited character '_'");
    }
  }

  private static ApiException bad(String name) {
    return invalid("Bad special document member: " + name);
  }

  private static ApiException invalid(String reason) {
    return new ApiException(400, "doc_validation", reason);
  }
}
