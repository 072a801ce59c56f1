package io.github.chthosting.couchdb;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rights in a database. Members that are not named here, such as Cloudant's, are kept.
 * Immutable.
 *
 * @param admins who may change design documents and this
 * @param members who may read and write; everybody if it is empty
 * @param source the whole object that it was read from; it is written over
 */
public record Security(Group admins, Group members, ObjectNode source) {
  public Security {
    source = source.deepCopy();
  }

  /** Returns rights of only these administrators and members. */
  public static Security of(Group admins, Group members) {
    return new Security(admins, members, JsonNodeFactory.instance.objectNode());
  }

  /** Reads a {@code _security} object. */
  public static Security of(JsonNode json) {
    ObjectNode source =
        json instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    return new Security(Group.of(source.path("admins")), Group.of(source.path("members")), source);
  }

  /** Returns the same rights with these administrators. */
  public Security admins(Group newAdmins) {
    return new Security(newAdmins, members, source);
  }

  /** Returns the same rights with these members. */
  public Security members(Group newMembers) {
    return new Security(admins, newMembers, source);
  }

  /**
   * Returns the object to write: what it was read from, with admins and members as they are now.
   */
  public ObjectNode toJson() {
    ObjectNode json = source.deepCopy();
    put(json, "admins", admins);
    put(json, "members", members);
    return json;
  }

  private static void put(ObjectNode json, String name, Group group) {
    if (!group.equals(Group.of(json.path(name)))) {
      ObjectNode object = json.withObjectProperty(name);
      object.set("names", group.array(group.names()));
      object.set("roles", group.array(group.roles()));
    }
  }

  /**
   * Users by name and by role.
   *
   * @param names of users
   * @param roles of users
   */
  public record Group(List<String> names, List<String> roles) {
    public Group {
      names = List.copyOf(names);
      roles = List.copyOf(roles);
    }

    /** Returns a group that names nobody. */
    public static Group empty() {
      return new Group(List.of(), List.of());
    }

    private static Group of(JsonNode json) {
      return new Group(texts(json.path("names")), texts(json.path("roles")));
    }

    private static List<String> texts(JsonNode array) {
      List<String> texts = new ArrayList<>();
      array.forEach(text -> texts.add(text.asString("")));
      return texts;
    }

    private ArrayNode array(List<String> texts) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      texts.forEach(array::add);
      return array;
    }
  }
}
