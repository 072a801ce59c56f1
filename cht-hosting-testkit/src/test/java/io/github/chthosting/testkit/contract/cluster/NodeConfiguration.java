package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Configuration: each node has its own")
final class NodeConfiguration {
  private static final String SECTION = "/_node/_local/_config/{db}";

  private static Scene set(Scene s) {
    s.later(() -> s.delete(SECTION + "/key"));
    s.put(SECTION + "/key", "'one'").is(200, "''");
    return s;
  }

  @Case("A new value answers with an empty text, the value before")
  void create(Scene s) {
    set(s).get(SECTION + "/key").is(200, "'one'");
  }

  @Case("A changed value answers with the value before")
  void change(Scene s) {
    set(s).put(SECTION + "/key", "'two'").is(200, "'one'");
    s.get(SECTION + "/key").is(200, "'two'");
  }

  @Case("A section is an object of texts")
  void section(Scene s) {
    set(s).get(SECTION).is(200, "{'key':'one'}");
  }

  @Case("All is an object of sections")
  void all(Scene s) {
    set(s)
        .get("/_node/_local/_config")
        .has(
            "{'"
                + s.name()
                + "':{'key':'one'},'chttpd':'<object>','couchdb':'<object>','<more>':0}");
  }

  @Case("DELETE answers with the value before, and the key is gone")
  void delete(Scene s) {
    set(s).delete(SECTION + "/key").is(200, "'one'");
    s.get(SECTION + "/key").fails(404, "not_found", "unknown_config_value");
  }

  @Case("DELETE of an unknown key answers 404")
  void deleteUnknown(Scene s) {
    s.delete(SECTION + "/key").fails(404, "not_found", "unknown_config_value");
  }

  @Case("An unknown section is an empty object")
  void unknownSection(Scene s) {
    s.get(SECTION).is(200, "{}");
  }

  @Case(value = "A value must be a text", since = "3.4")
  void number(Scene s) {
    s.later(() -> s.delete(SECTION + "/key"));
    s.put(SECTION + "/key", "1").fails(400, "bad_request");
  }

  @Case("Texts are kept as they are, with spaces within and signs")
  void signs(Scene s) {
    s.later(() -> s.delete(SECTION + "/key"));
    s.put(SECTION + "/key", "'a = b; c, ä'").status(200);
    s.get(SECTION + "/key").is(200, "'a = b; c, ä'");
  }

  @Case(value = "A value of one node is not that of another", nodes = 2)
  void apart(Scene s) {
    set(s).node(1).get(SECTION).is(200, "{}");
  }

  @Case(value = "A value is set on another node by its name", nodes = 2)
  void otherNode(Scene s) {
    String path = "/_node/" + Shards.name(s.node(1)) + "/_config/{db}/key";
    s.later(() -> s.delete(path));
    s.put(path, "'one'").is(200, "''");
    s.node(1).get(SECTION + "/key").is(200, "'one'");
    s.get(SECTION).is(200, "{}");
  }

  @Case("The configuration of an unknown node answers 404")
  void unknownNode(Scene s) {
    s.get("/_node/none@127.0.0.9/_config").fails(404, "not_found", "no such node: none@127.0.0.9");
  }

  @Case("_config/_reload answers ok")
  void reload(Scene s) {
    s.post("/_node/_local/_config/_reload", "").is(200, "{'ok':true}");
  }

  @Case("_config above the nodes is a path of old")
  void old(Scene s) {
    assertThat(s.get("/_config").status()).isIn(404, 403);
  }

  @Case("The section admins holds hashes, no passwords")
  void admins(Scene s) {
    s.get("/_node/_local/_config/admins")
        .status(200)
        .json()
        .forEach(hash -> assertThat(hash.asString("")).startsWith("-pbkdf2"));
  }
}
