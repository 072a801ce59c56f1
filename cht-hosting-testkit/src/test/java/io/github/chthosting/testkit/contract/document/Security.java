package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "_security: who may do what in a database",
    pouch = "is not asked: it runs without administrators")
final class Security {
  private static final String NOBODY_ELSE =
      "{'admins':{'names':[],'roles':['_admin']},'members':{'names':[],'roles':['_admin']}}";

  /** A user of the case's name, with a role, and password "pass"; removed at the end. */
  static Scene user(Scene s, String roles) {
    String path = "/_users/org.couchdb.user:" + s.name();
    s.write(
        path, "{'name':'" + s.name() + "','type':'user','password':'pass','roles':" + roles + "}");
    s.later(() -> s.delete(path + "?rev=" + s.get(path).rev()));
    return s.as(s.name(), "pass");
  }

  private static void members(Scene s, String names, String roles) {
    s.put(
            "/{db}/_security",
            "{'admins':{'names':[],'roles':['boss']},'members':{'names':%s,'roles':%s}}"
                .formatted(names, roles))
        .is(200, "{'ok':true}");
  }

  @Case("A new database is for administrators alone")
  void initial(Scene s) {
    s.database();
    s.get("/{db}/_security")
        .is(200, "{'members':{'roles':['_admin']},'admins':{'roles':['_admin']}}");
  }

  @Case("What is put is got")
  void roundTrip(Scene s) {
    s.database();
    s.put("/{db}/_security", NOBODY_ELSE).is(200, "{'ok':true}");
    s.get("/{db}/_security").is(200, NOBODY_ELSE);
  }

  @Case("Members of one's own are kept")
  void extra(Scene s) {
    s.database();
    s.put("/{db}/_security", "{'x':{'y':1}}").is(200, "{'ok':true}");
    s.get("/{db}/_security").is(200, "{'x':{'y':1}}");
  }

  @Case("What is no object, or has names that are no list, is refused and changes nothing")
  void malformed(Scene s) {
    s.database();
    assertThat(s.put("/{db}/_security", "[]").status()).isGreaterThanOrEqualTo(400);
    assertThat(s.put("/{db}/_security", "{'members':{'names':'x'}}").status())
        .isGreaterThanOrEqualTo(400);
    s.get("/{db}/_security").has("{'members':{'roles':['_admin']},'<more>':0}");
  }

  @Case("Without credentials an administrators' database answers 401")
  void anonymous(Scene s) {
    s.database();
    s.anonymous()
        .get("/{db}")
        .fails(401, "unauthorized", "You are not authorized to access this db.");
    s.anonymous()
        .put("/{db}/a", "{}")
        .fails(401, "unauthorized", "You are not authorized to access this db.");
  }

  @Case("A user who is no member is forbidden: 403")
  void stranger(Scene s) {
    s.database();
    user(s, "[]").get("/{db}").fails(403, "forbidden", "You are not allowed to access this db.");
  }

  @Case("A member by name reads and writes documents")
  void memberByName(Scene s) {
    s.database();
    members(s, "['" + s.name() + "']", "[]");
    Scene member = user(s, "[]");
    member.write("/{db}/a", "{}");
    member.get("/{db}/a").status(200);
  }

  @Case("A member by role reads and writes documents")
  void memberByRole(Scene s) {
    s.database();
    members(s, "[]", "['nurse']");
    user(s, "['nurse']").write("/{db}/a", "{}");
  }

  @Case("A member may not write design documents")
  void memberDesign(Scene s) {
    s.database();
    members(s, "[]", "['nurse']");
    user(s, "['nurse']")
        .put("/{db}/_design/d", "{}")
        .fails(403, "forbidden", "You are not a db or server admin.");
  }

  @Case("A member may not set _security")
  void memberSecurity(Scene s) {
    s.database();
    members(s, "[]", "['nurse']");
    assertThat(user(s, "['nurse']").put("/{db}/_security", "{}").status())
        .isGreaterThanOrEqualTo(400);
    s.get("/{db}/_security").has("{'admins':{'names':[],'roles':['boss']},'<more>':0}");
  }

  @Case("An administrator of the database writes design documents")
  void databaseAdmin(Scene s) {
    s.database();
    members(s, "[]", "['nurse']");
    user(s, "['boss']").write("/{db}/_design/d", "{}");
  }

  @Case("An administrator of the database may not delete it")
  void databaseAdminDelete(Scene s) {
    s.database();
    members(s, "[]", "['nurse']");
    user(s, "['boss']").delete("/{db}").fails(401, "unauthorized", "You are not a server admin.");
  }

  @Case("With no members at all everybody reads and writes")
  void open(Scene s) {
    s.database();
    members(s, "[]", "[]");
    s.anonymous().put("/{db}/a", "{}").status(201);
    s.anonymous().get("/{db}/a").status(200);
  }

  @Case("Even then only administrators write design documents")
  void openDesign(Scene s) {
    s.database();
    members(s, "[]", "[]");
    s.anonymous()
        .put("/{db}/_design/d", "{}")
        .fails(401, "unauthorized", "You are not a db or server admin.");
  }

  @Case("Without credentials nobody creates a database")
  void anonymousCreate(Scene s) {
    s.anonymous()
        .ask("PUT", "/{db}")
        .send()
        .fails(401, "unauthorized", "You are not a server admin.");
  }

  @Case("A user who is no administrator creates no database")
  void userCreate(Scene s) {
    user(s, "[]")
        .ask("PUT", "/{db}")
        .send()
        .fails(401, "unauthorized", "You are not a server admin.");
  }

  @Case("A missing database answers 404, to administrators")
  void missingDatabase(Scene s) {
    s.get("/{db}/_security").fails(404, "not_found");
  }
}
