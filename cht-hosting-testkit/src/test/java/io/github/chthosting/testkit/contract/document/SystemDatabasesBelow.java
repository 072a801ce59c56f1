package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "x/_users and x/_replicator, and what _replicator takes",
    pouch = "is not asked: it has no such databases")
final class SystemDatabasesBelow {
  private static void system(Scene s, String name) {
    s.database();
    s.createDatabase("{db}%2F" + name, "q=1&n=1");
  }

  private static void user(Scene s) {
    system(s, "_users");
    s.put(
            "/{db}%2F_users/org.couchdb.user:u",
            "{'name':'u','type':'user','roles':[],'password':'secret'}")
        .status(201);
  }

  @Case(value = "A password in x/_users is hashed", since = "3.4")
  void hashed(Scene s) {
    user(s);
    s.get("/{db}%2F_users/org.couchdb.user:u")
        .is(
            200,
            "{'_id':'org.couchdb.user:u','_rev':'<rev>','password_scheme':'pbkdf2',"
                + "'pbkdf2_prf':'sha256','salt':'<string>','iterations':'<int>',"
                + "'derived_key':'<string>','name':'u','type':'user','roles':[]}");
  }

  @Case(value = "A password in x/_users is hashed with SHA-1, ten times", until = "3.4")
  void hashedBefore34(Scene s) {
    user(s);
    s.get("/{db}%2F_users/org.couchdb.user:u")
        .is(
            200,
            "{'_id':'org.couchdb.user:u','_rev':'<rev>','name':'u','type':'user','roles':[],"
                + "'password_scheme':'pbkdf2','iterations':10,'derived_key':'<string>',"
                + "'salt':'<string>'}");
  }

  @Case("x/_users takes what is no user")
  void noUser(Scene s) {
    system(s, "_users");
    s.put("/{db}%2F_users/plain", "{'x':1}").status(201);
  }

  @Case("A replication gets an owner; what is none is refused")
  void replications(Scene s) {
    system(s, "_replicator");
    String path = "/{db}%2F_replicator/r";
    s.put(path, "{'source':'http://127.0.0.1:1/a','target':'http://127.0.0.1:1/b'}").status(201);
    s.get(path).has("{'owner':'admin','<more>':0}");
    refused(s, path);
  }

  @Case("_replicator refuses what is no replication")
  void refusedByReplicator(Scene s) {
    refused(s, "/_replicator/" + s.name());
  }

  private static void refused(Scene s, String path) {
    String target = "'target':'http://127.0.0.1:1/b'}";
    s.put(path, "{'x':1}").fails(403, "forbidden", "Missing replicator database");
    s.put(path, "{" + target).fails(403, "forbidden", "Missing replicator database");
    s.put(path, "{'source':'a'," + target).fails(403, "forbidden", "local_endpoints_not_supported");
    s.put(path, "{'source':{'url':'a'}," + target)
        .fails(403, "forbidden", "endpoint has an invalid url");
  }
}
