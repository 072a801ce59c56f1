package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(value = "Users and sessions", pouch = "is not asked: it runs without administrators")
final class Sessions {
  private static String login(Scene s, String password) {
    Answer answer =
        s.anonymous()
            .post("/_session", "{'name':'" + s.name() + "','password':'" + password + "'}")
            .status(200);
    return answer.header("Set-Cookie").split(";", 2)[0];
  }

  private static Answer whoIs(Scene s, String cookie) {
    return s.anonymous().ask("GET", "/_session").header("Cookie", cookie).send();
  }

  @Case("Without credentials the session has no name and no roles")
  void nobody(Scene s) {
    s.anonymous().get("/_session").has("{'ok':true,'userCtx':{'name':null,'roles':[]},'<more>':0}");
  }

  @Case("Basic credentials are a session by themselves")
  void basic(Scene s) {
    Security.user(s, "['nurse']")
        .get("/_session")
        .has(
            "{'ok':true,'userCtx':{'name':'"
                + s.name()
                + "','roles':['nurse']},'info':{'authenticated':'default','<more>':0}}");
  }

  @Case("An administrator has the role _admin")
  void administrator(Scene s) {
    s.get("/_session").has("{'userCtx':{'name':'<string>','roles':['_admin']},'<more>':0}");
  }

  @Case("POST _session logs in: 200, the name, the roles, and a cookie")
  void login(Scene s) {
    Security.user(s, "['nurse']");
    s.anonymous()
        .post("/_session", "{'name':'" + s.name() + "','password':'pass'}")
        .is(200, "{'ok':true,'name':'" + s.name() + "','roles':['nurse']}")
        .headerLike("Set-Cookie", "AuthSession=[A-Za-z0-9_-]+; Version=1; .*Path=/; HttpOnly");
  }

  @Case("POST _session takes a form too")
  void loginByForm(Scene s) {
    Security.user(s, "[]");
    s.anonymous()
        .ask("POST", "/_session")
        .text("application/x-www-form-urlencoded", "name=" + s.name() + "&password=pass")
        .send()
        .status(200);
  }

  @Case("The cookie is the user from then on")
  void cookie(Scene s) {
    Security.user(s, "['nurse']");
    whoIs(s, login(s, "pass"))
        .has(
            "{'userCtx':{'name':'"
                + s.name()
                + "','roles':['nurse']},'info':{'authenticated':'cookie','<more>':0},'<more>':0}");
  }

  @Case("A wrong password answers 401")
  void wrongPassword(Scene s) {
    Security.user(s, "[]");
    s.anonymous()
        .post("/_session", "{'name':'" + s.name() + "','password':'wrong'}")
        .fails(401, "unauthorized", "Name or password is incorrect.");
    s.as(s.name(), "wrong")
        .get("/_session")
        .fails(401, "unauthorized", "Name or password is incorrect.");
  }

  @Case("An unknown user answers 401")
  void unknownUser(Scene s) {
    s.as(s.name(), "pass").get("/").fails(401, "unauthorized", "Name or password is incorrect.");
  }

  @Case("A cookie that is none is an error of the request")
  void badCookie(Scene s) {
    whoIs(s, "AuthSession=bm9uc2Vuc2U").has("{'<more>':0}");
  }

  @Case("DELETE _session takes the cookie back")
  void logout(Scene s) {
    s.anonymous()
        .delete("/_session")
        .is(200, "{'ok':true}")
        .headerLike("Set-Cookie", "AuthSession=; Version=1; .*");
  }

  @Case(value = "A user's document keeps no password", since = "3.4")
  void stored(Scene s) {
    Security.user(s, "['nurse']");
    s.get("/_users/org.couchdb.user:{db}")
        .is(
            200,
            """
            {'_id':'org.couchdb.user:%s','_rev':'<rev>','name':'%s','type':'user','roles':['nurse'],'password_scheme':'pbkdf2',
             'pbkdf2_prf':'<string>','salt':'<string>','iterations':'<int>','derived_key':'<string>'}"""
                .formatted(s.name(), s.name()));
  }

  @Case("_users is for administrators: a user may not even read the own document")
  void ownDocument(Scene s) {
    Security.user(s, "[]")
        .get("/_users/org.couchdb.user:{db}")
        .fails(403, "forbidden", "You are not allowed to access this db.");
  }

  @Case("A changed password holds from then on")
  void changedPassword(Scene s) {
    Scene user = Security.user(s, "[]");
    user.get("/_session").status(200);
    String path = "/_users/org.couchdb.user:{db}";
    s.write(
        path,
        "{'_rev':'"
            + s.get(path).rev()
            + "','name':'"
            + s.name()
            + "','type':'user','roles':[],'password':'new'}");
    Scene.until(200, () -> s.as(s.name(), "new").get("/_session"));
    Scene.until(401, () -> user.get("/_session"));
  }

  @Case("A user's document must be named after the user")
  void misnamed(Scene s) {
    s.put(
            "/_users/org.couchdb.user:{db}",
            "{'name':'another','type':'user','roles':[],'password':'x'}")
        .fails(403, "forbidden", "Doc ID must be of the form org.couchdb.user:name");
  }

  @Case("A user's document needs roles")
  void withoutRoles(Scene s) {
    s.put(
            "/_users/org.couchdb.user:{db}",
            "{'name':'" + s.name() + "','type':'user','password':'x'}")
        .fails(403, "forbidden", "doc.roles must exist");
  }

  @Case("Roles that begin with an underscore are for the server")
  void serverRoles(Scene s) {
    s.put(
            "/_users/org.couchdb.user:{db}",
            "{'name':'" + s.name() + "','type':'user','roles':['_admin'],'password':'x'}")
        .fails(403, "forbidden", "No system roles (starting with underscore) in users db.");
  }

  @Case("Administration without credentials answers 401")
  void administration(Scene s) {
    s.anonymous().get("/_all_dbs").fails(401, "unauthorized", "You are not a server admin.");
    s.anonymous().get("/_active_tasks").fails(401, "unauthorized", "You are not a server admin.");
    s.anonymous()
        .get("/_node/_local/_config")
        .fails(401, "unauthorized", "You are not a server admin.");
  }

  @Case("GET / and GET /_up need no credentials")
  void open(Scene s) {
    s.anonymous().get("/").status(200);
    s.anonymous().get("/_up").status(200);
  }
}
