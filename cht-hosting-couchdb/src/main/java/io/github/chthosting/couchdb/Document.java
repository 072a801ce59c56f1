package io.github.chthosting.couchdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document: JSON, with names for what CouchDB keeps in it. It is a view of {@link #json()}, which
 * the caller may change; so not thread-safe. {@code toString} shows id and revision only, as
 * documents hold what should not be in a log.
 */
public final class Document {
  private final ObjectNode json;

  private Document(ObjectNode json) {
    this.json = json;
  }

  /** An empty document with this id. */
  public static Document of(String id) {
    return new Document(JsonNodeFactory.instance.objectNode().put("_id", id));
  }

  /** A view of {@code json}, which is not copied. */
  public static Document of(ObjectNode json) {
    return new Document(json);
  }

  /** Returns its {@code _id}; empty if it has none yet. */
  public String id() {
    return json.path("_id").asString("");
  }

  /** Returns its {@code _rev}, if it has one. */
  public Optional<String> rev() {
    JsonNode rev = json.path("_rev");
    return rev.isString() ? Optional.of(rev.asString("")) : Optional.empty();
  }

  /** Sets {@code _rev}. Returns this document. */
  public Document rev(String rev) {
    json.put("_rev", rev);
    return this;
  }

  /** Sets a member to what Jackson makes of {@code value}. Returns this document. */
  public Document set(String name, JsonNode value) {
    json.set(name, value);
    return this;
  }

  /** Sets a member. Returns this document. */
  public Document set(String name, String value) {
    json.put(name, value);
    return this;
  }

  /** Returns a member; a missing node if there is none. */
  public JsonNode get(String name) {
    return json.path(name);
  }

  /** Returns whether this revision is a deletion. */
  public boolean deleted() {
    return json.path("_deleted").asBoolean(false);
  }

  /** Makes this a deletion, to be put. Returns this document. */
  public Document deleted(boolean deleted) {
    json.put("_deleted", deleted);
    return this;
  }

  /** Returns the conflicting leaf revisions; empty unless they were asked for. */
  public List<String> conflicts() {
    return texts(json.path("_conflicts"));
  }

  /** Returns the deleted conflicting leaf revisions; empty unless they were asked for. */
  public List<String> deletedConflicts() {
    return texts(json.path("_deleted_conflicts"));
  }

  /** Returns its history, newest first, itself included; empty unless it was asked for. */
  public List<String> revisions() {
    JsonNode revisions = json.path("_revisions");
    int generation = revisions.path("start").asInt(0);
    List<String> history = new ArrayList<>();
    for (JsonNode id : revisions.path("ids")) {
      history.add(generation-- + "-" + id.asString(""));
    }
    return history;
  }

  /** Returns its attachments by name. */
  public Map<String, AttachmentStub> attachments() {
    Map<String, AttachmentStub> stubs = new LinkedHashMap<>();
    json.path("_attachments")
        .properties()
        .forEach(entry -> stubs.put(entry.getKey(), AttachmentStub.of(entry.getValue())));
    return stubs;
  }

  /** Returns the JSON itself. */
  public ObjectNode json() {
    return json;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Document document && json.equals(document.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "Document[" + id() + rev().map(rev -> " " + rev).orElse("") + "]";
  }
}
